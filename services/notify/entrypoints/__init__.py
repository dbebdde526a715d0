"""Where work comes in: HTTP, Kafka, and the messages that are due."""

"""The whole platform on one machine: embedded engines and supervised processes."""

"""What this service does: about facts it hears, messages that are due, and receipts."""

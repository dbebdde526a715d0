"""Reads for the API, a file per subject: rows out of the database, never more of them than shown."""

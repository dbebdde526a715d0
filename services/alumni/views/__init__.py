"""Reads for the API and the operator, a file per subject, as dictionaries."""

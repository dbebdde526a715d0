"""The events that alumni reads: just the fields that it needs, in schemas of its own."""

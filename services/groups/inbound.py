"""The events that groups reads: just the fields that it needs, in schemas of its own."""

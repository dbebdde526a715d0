"""How a person is reached, and every message and its fate."""

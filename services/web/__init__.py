"""web: the landing page and the documentation of all APIs; it owns no data."""

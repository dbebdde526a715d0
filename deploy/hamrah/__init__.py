"""The operator's side of Hamrah: the command `hamrah`, the local engines and their supervisor."""

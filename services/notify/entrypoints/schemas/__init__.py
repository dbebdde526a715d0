"""What the API of notify takes and gives, a file per subject."""

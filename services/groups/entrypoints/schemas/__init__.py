"""What the API of groups takes and gives, a file per subject."""

"""One function a command; each changes one aggregate."""

"""The facts that notify tells the other services, a file per subject; ids only."""

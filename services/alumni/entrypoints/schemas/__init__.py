"""What requests and answers may hold, a file per subject: typed, bounded, closed to unknown fields."""

"""What this service does when it is asked to: one function per command, a file per aggregate."""

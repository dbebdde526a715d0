"""`python -m hamrah`, where the command itself is not installed."""

from hamrah.cli import app

app(prog_name="hamrah")

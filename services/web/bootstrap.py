"""Builds the web service: no clients, no data."""

from flask import Flask

from chassis import logs
from chassis.http import create_app
from web.config import Settings
from web.documentation import documentation
from web.leaves import leaves
from web.pages import pages
from web.preferences import preferences


def http_app() -> Flask:
    """Build the application of the pages."""
    logs.configure(Settings.from_env())  # type: ignore[arg-type] # It reads these two settings and no more.
    return create_app(
        service="web", title="Hamrah pages", blueprints=[pages, leaves, preferences, documentation]
    )

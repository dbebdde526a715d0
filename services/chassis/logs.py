"""Structured logs: one JSON line an event on stdout, a constant event name and ids, redacted."""

from __future__ import annotations

import logging
import sys
from typing import TYPE_CHECKING, Any, cast

from chassis.redaction import redact
from chassis.tracing import trace_id
from chassis.without_rich import structlog

if TYPE_CHECKING:
    from structlog.stdlib import BoundLogger
    from structlog.typing import EventDict, WrappedLogger

    from chassis.config import PlatformSettings


def redaction(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask phone numbers and e-mail addresses in every value of a log event."""
    return {key: value if key.startswith("_") else redact(value) for key, value in event.items()}


def _trace(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if trace := trace_id():
        event.setdefault("trace_id", trace)
    return event


def configure(settings: PlatformSettings) -> None:
    """Send the logs of this process, and of the libraries in it, to stdout as redacted JSON lines."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        _trace,
        structlog.processors.format_exc_info,
        redaction,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    _route_standard_logging(settings, shared)


def _route_standard_logging(settings: PlatformSettings, shared: list[Any]) -> None:
    service = settings.service

    def name_service(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
        event["service"] = service
        return event

    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), *shared],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                name_service,
                structlog.processors.JSONRenderer(ensure_ascii=False),
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for chatty in ("kafka", "pymongo", "urllib3"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))


def get_logger() -> BoundLogger:
    """Give the logger; call it as `log.info("registration_confirmed", occurrence_id=...)`."""
    return cast("BoundLogger", structlog.get_logger())

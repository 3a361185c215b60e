"""Structured logs on standard error. Words spoken are never logged at info level or above."""

import logging
import sys

import structlog

Logger = structlog.stdlib.BoundLogger


def configure(level: str) -> None:
    """Send events at `level` and above to standard error, one JSON object a line."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelNamesMapping()[level.upper()]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )


def logger(name: str) -> Logger:
    found: Logger = structlog.get_logger(name)
    return found

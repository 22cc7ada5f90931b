"""Structured logs to stderr: what happened, never who or what was said. Knows event names only."""

from __future__ import annotations

import logging
import sys

import structlog

QUIET = ("httpx", "httpcore", "dramatiq", "asyncio", "aiosqlite", "piccolo", "uvicorn.access")


def quiet_logs() -> None:
    """JSON lines from our code, warnings only from libraries; URLs carry link tokens, so nobody may log them."""
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(name)s %(levelname)s")
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%Y-%m-%d", utc=True),  # the day: a finer stamp could order reports
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,  # stderr may be another stream by then
    )

"""Runs imports that were asked for on a page or put into the watched folder, one after another. Knows no row of a file."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from cases.claims import store_claims
from cases.evidence.files import FileStore
from cases.records.drafts import draft_store, sweep_imports
from cases.records.indexing import mend_if_idle
from cases.records.running import claim_next, give_up, run_import
from cases.records.undoing import continue_undoing
from cases.records.watching import Watch, look_into
from surveys.services import Services

log = structlog.get_logger("imports")

LOOK_SECONDS = 2.0
SWEEP_EVERY = timedelta(hours=1)


async def keep_importing(services: Services) -> None:
    """For ever; an import that was cut off when a server died goes on where its rows are. Ends by cancelling."""
    if services.files_folder is None:
        return
    store = draft_store(FileStore(services.files_folder))
    watch = Watch(services.watch_folder) if services.watch_folder is not None else None
    swept = datetime.min.replace(tzinfo=UTC)
    while True:
        now = datetime.now(UTC)
        if now - swept > SWEEP_EVERY:
            await mend_if_idle(now)
            await sweep_imports(now, store)
            swept = now
        await run_next(services, store)
        await continue_undoing(now, services.vault)
        if watch is not None:
            await _look_into(watch, services)
        await asyncio.sleep(LOOK_SECONDS)


async def _look_into(watch: Watch, services: Services) -> None:
    try:
        await look_into(watch, services.vault, partial(store_claims, vault=services.vault))
    except OSError as error:
        log.warning("watched folder cannot be used", error=type(error).__name__)


async def run_next(services: Services, store: FileStore) -> bool:
    """Whether there was one. One that fails in a way nobody foresaw is ended, so that those behind it get their turn."""
    import_id = await claim_next(datetime.now(UTC))
    if import_id is None:
        return False
    running = asyncio.create_task(
        run_import(import_id, services.vault, store, partial(store_claims, vault=services.vault))
    )
    try:
        await asyncio.wait({running})
    finally:
        running.cancel()
    if not running.cancelled() and (error := running.exception()) is not None:
        log.warning("import failed", error=type(error).__name__)
        await give_up(import_id)
    return True

"""Runs jobs through dramatiq, inside the server or as a process of its own; the only file that imports it. Knows no job."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, cast  # dramatiq's loop thread is duck-typed

import dramatiq
from dramatiq.asyncio import async_to_sync, set_event_loop_thread
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AsyncIO, Middleware, ShutdownNotifications, TimeLimit

from portal import clock, database, relay
from portal.keeping_imports import keep_importing
from portal.lasting import beside
from surveys.services import Services

TIME_LIMIT_MS = 60_000
THREADS = 2
LOOKS_UP_MS = 100  # how often a thread without work looks whether it is to stop


class _AppLoop:
    """Gives dramatiq's threads the server's own event loop, to which the database pools are bound."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self.loop = loop

    def run_coroutine(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self.loop).result(TIME_LIMIT_MS / 1000)


def broker_for(url: str | None, extra: list[Middleware] | None = None) -> dramatiq.Broker:
    """The broker the operator chose. Retrying is the relay's: the broker's own queue may lose a message, the row may not."""
    middleware: list[Middleware] = [TimeLimit(time_limit=TIME_LIMIT_MS), ShutdownNotifications(), *(extra or [])]
    if url is None:
        return StubBroker(middleware=middleware)
    if url.startswith("redis"):
        from dramatiq.brokers.redis import RedisBroker  # optional extra: only where it was chosen

        return RedisBroker(url=url, middleware=middleware)
    from dramatiq.brokers.rabbitmq import RabbitmqBroker  # optional extra: only where it was chosen

    return RabbitmqBroker(url=url, middleware=middleware)


def declare(broker: dramatiq.Broker, services: Services) -> dramatiq.Actor[[str], None]:
    """The one actor: do the outbox rows with these ids."""
    dramatiq.set_broker(broker)

    async def run_job(errand: str) -> None:
        await relay.perform(errand, services)

    return dramatiq.Actor(
        async_to_sync(run_job), broker=broker, actor_name="run_job", queue_name="brightline", priority=0, options={}
    )


@asynccontextmanager
async def running(broker_url: str | None, services: Services) -> AsyncIterator[None]:
    """Relay rows while the server runs; with no broker named, also run the jobs in two threads of this process."""
    broker = broker_for(broker_url)
    actor = declare(broker, services)
    worker = _start_in_process(broker) if broker_url is None else None
    try:
        async with beside(
            lambda: relay.relay(lambda errand: _send(actor, errand)),
            clock.keep_time,
            lambda: keep_importing(services),
        ):
            yield
    finally:
        if worker is not None:
            await asyncio.to_thread(worker.stop, 5000)
            set_event_loop_thread(None)
        broker.close()


def _send(actor: dramatiq.Actor[[str], None], errand: str) -> None:
    actor.send(errand)


def _start_in_process(broker: dramatiq.Broker) -> dramatiq.Worker:
    set_event_loop_thread(cast(Any, _AppLoop(asyncio.get_running_loop())))
    broker.emit_after("process_boot")  # without it TimeLimit never fires
    worker = dramatiq.Worker(broker, worker_threads=THREADS, worker_timeout=LOOKS_UP_MS)
    worker.start()
    return worker


class _DatabaseOfWorker(Middleware):
    """Opens the pool on the worker's own loop and closes it there."""

    def after_worker_boot(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        async_to_sync(database.open_pool)()

    def before_worker_shutdown(self, broker: dramatiq.Broker, worker: dramatiq.Worker) -> None:
        async_to_sync(database.close_pool)()


def run_worker_process(broker_url: str, services: Services) -> dramatiq.Worker:
    """A worker of its own beside the servers; the caller waits for a signal and then stops it."""
    broker = broker_for(broker_url, [AsyncIO(), _DatabaseOfWorker()])
    declare(broker, services)
    broker.emit_after("process_boot")
    worker = dramatiq.Worker(broker, worker_threads=THREADS)
    worker.start()
    return worker

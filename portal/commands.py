"""The verbs that answer and work: `serve` and `worker`, from settings to printed lines. Knows no page."""

from __future__ import annotations

import argparse
import asyncio
import signal
from functools import partial

import structlog
import uvicorn
from litestar import Litestar

from crypto.vault import Vault, create_root_key
from portal import database
from portal import worker as jobs
from portal.app import create_app
from portal.logs import quiet_logs
from portal.opening import Refused, opened
from portal.services import services_of
from portal.set_up import offer_code
from portal.settings import Settings


def serve(arguments: argparse.Namespace) -> int:
    settings: Settings = arguments.settings
    quiet_logs()
    _make_empty_folder_ready(settings)
    if settings.root_key_file.exists():
        asyncio.run(_checked_vault(settings))  # while a refusal can still be one clear line
    app = create_app(settings, arguments.doors)
    if "desk" in app.state.settings.doors:
        address = f"http://{arguments.host}:{arguments.port}/desk/set-up"
        app.on_startup.append(partial(_tell_set_up_code, address=address))
    config = uvicorn.Config(
        app,
        host=arguments.host,
        port=arguments.port,
        access_log=False,
        server_header=False,
        log_config=None,
        loop="uvloop",
        http="httptools",
        lifespan="on",
        ws="none",
        timeout_graceful_shutdown=10,
    )
    structlog.get_logger("portal").info("listening", host=arguments.host, port=arguments.port)
    server = uvicorn.Server(config)
    server.run()
    return 0 if server.started else 1


def _make_empty_folder_ready(settings: Settings) -> None:
    """So that a first start leads to the set-up page. Where there is a database, a missing root key is a loss to report."""
    if settings.demo:
        return
    if settings.database_url is None and not settings.sqlite_path.exists() and not settings.root_key_file.exists():
        settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        create_root_key(settings.root_key_file)


async def _tell_set_up_code(app: Litestar, address: str) -> None:
    code = await offer_code(app)
    if code is not None:
        print(f"Not set up yet. Open {address} and type this code: {code}", flush=True)
        print(f"尚未设置。请打开 {address} ，输入此设置码：{code}", flush=True)


def worker(arguments: argparse.Namespace) -> int:
    settings: Settings = arguments.settings
    if settings.broker_url is None:
        raise Refused("BROKER_URL is not set: without it jobs run inside `brightline serve` and no worker is needed.")
    quiet_logs()
    vault = asyncio.run(_checked_vault(settings))
    database.connect(settings)
    running = jobs.run_worker_process(settings.broker_url, services_of(settings, vault))
    signal.sigwait({signal.SIGINT, signal.SIGTERM})
    running.stop()
    return 0


async def _checked_vault(settings: Settings) -> Vault:
    """Of a database that can be used and is sealed under this key. Raises InUse, OtherRootKey."""
    async with opened(settings) as vault:
        return vault

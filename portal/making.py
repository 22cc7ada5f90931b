"""The verbs that fill an empty data folder: `init` with a company's keys and first people, `demo` with a made-up one."""

from __future__ import annotations

import argparse
import asyncio
import json
from datetime import UTC, datetime

from crypto.vault import create_root_key
from portal.demo import marking, words
from portal.demo.building import build
from portal.firstrun import FirstRun, set_up
from portal.logs import quiet_logs
from portal.opening import opened
from portal.settings import Settings


def init(arguments: argparse.Namespace) -> int:
    settings: Settings = arguments.settings
    company = arguments.company
    if not arguments.yes and not company:
        company = input("Company name, as reporters will read it 公司名称: ").strip()
    settings.data_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
    if not settings.root_key_file.exists():
        create_root_key(settings.root_key_file)
    made = asyncio.run(_init(settings, company or "本公司"))
    print(json.dumps(made.as_json(), ensure_ascii=False) if arguments.json else made.as_text())
    return 0


async def _init(settings: Settings, company: str) -> FirstRun:
    async with opened(settings) as vault:
        return await set_up(vault, company=company)


def demo(arguments: argparse.Namespace) -> int:
    settings: Settings = arguments.settings
    quiet_logs()
    mark = marking.standing(settings)
    if mark is None:
        print(words.BUILDING, flush=True)
        marking.make_room(settings)
        create_root_key(settings.root_key_file)
        mark = asyncio.run(_demo(settings))
    print(words.welcome(mark, settings.base_url))
    return 0


async def _demo(settings: Settings) -> marking.Mark:
    async with opened(settings) as vault:
        company = await build(vault, settings, datetime.now(UTC).date())
    return marking.finish(settings, company)

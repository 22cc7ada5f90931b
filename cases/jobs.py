"""What cases do after a commit: plain functions, run by whoever carries the outbox."""

from __future__ import annotations

from surveys.outbox import Job

JOBS: dict[str, Job] = {}

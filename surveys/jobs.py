"""What surveys does after a commit: plain functions, run by whoever carries the outbox."""

from __future__ import annotations

from surveys.campaigns.sending import JOB as SEND
from surveys.campaigns.sending import send_invitation
from surveys.keeping import erase_expired
from surveys.outbox import Job
from surveys.results.closing import JOB as CLOSE
from surveys.results.closing import close_results

JOBS: dict[str, Job] = {
    SEND: Job(send_invitation, transactional=False),
    "erase_expired": Job(erase_expired),
    CLOSE: Job(close_results, transactional=False),
}

"""What surveys does after a commit: plain functions, run by whoever carries the outbox."""

from __future__ import annotations

from surveys.campaigns.sending import JOB as SEND
from surveys.campaigns.sending import send_invitation
from surveys.keeping import erase_expired
from surveys.outbox import Job

JOBS: dict[str, Job] = {
    SEND: Job(send_invitation, transactional=False),
    "erase_expired": Job(erase_expired),
}

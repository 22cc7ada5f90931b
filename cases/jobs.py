"""What cases do after a commit: plain functions, run by whoever carries the outbox."""

from __future__ import annotations

from cases.callbacks.standing import JOB as STANDING
from cases.callbacks.standing import run_standing
from cases.checking import check_response, check_responses
from cases.corroboration import JOB as CORROBORATE
from cases.corroboration import corroborate
from cases.evidence.sweeping import JOB as SWEEP
from cases.evidence.sweeping import sweep_uploads
from cases.log.integrating import integrate_log
from cases.rechecking import recheck_claims
from cases.records.ledger import SEARCH
from cases.terms.notes import search_notes
from cases.terms.searching_again import JOB as SEARCH_AGAIN
from cases.terms.searching_again import search_again
from surveys.outbox import Job

# All are safe to run twice and open short transactions of their own: a long one would make reporters wait.
JOBS: dict[str, Job] = {
    "check_response": Job(check_response, transactional=False, run_together=check_responses, forgotten=True),
    "recheck_claims": Job(recheck_claims, transactional=False, forgotten=True),
    CORROBORATE: Job(corroborate, transactional=False, forgotten=True),
    SEARCH: Job(search_notes, transactional=False),
    SEARCH_AGAIN: Job(search_again, transactional=False),
    STANDING: Job(run_standing, transactional=False),
    SWEEP: Job(sweep_uploads, transactional=False),
    "integrate_log": Job(integrate_log, transactional=False),
}

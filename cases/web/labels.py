"""The words of cases on screen: states, outcomes, what happened, what comes next. English message ids, as in wording.py."""

from __future__ import annotations

from collections.abc import Mapping

from surveys.sentences import N_

CASE_STATES: Mapping[str, str] = {
    "received": N_("Received"),
    "acknowledged": N_("Acknowledged"),
    "triage": N_("First look"),
    "investigating": N_("Under investigation"),
    "waiting_reporter": N_("Waiting for an answer"),
    "findings_review": N_("Findings under review"),
    "decision": N_("Up for decision"),
    "remediation": N_("Being put right"),
    "closed": N_("Closed"),
    "rejected_out_of_scope": N_("Not our matter"),
    "merged": N_("Merged"),
    "reopened": N_("Reopened"),
}
STEPS: Mapping[str, str] = {
    "acknowledged": N_("Mark as acknowledged"),
    "triage": N_("Take a first look"),
    "investigating": N_("Investigate"),
    "waiting_reporter": N_("Wait for an answer"),
    "findings_review": N_("Review the findings"),
    "decision": N_("Put up for decision"),
    "remediation": N_("Put things right"),
    "closed": N_("Close the case"),
    "rejected_out_of_scope": N_("Set aside as not our matter"),
    "reopened": N_("Reopen"),
}
NEXT: Mapping[str, str] = {
    "received": N_("Open the report and answer the reporter, so that they know it arrived."),
    "acknowledged": N_("Take a first look: is there enough to follow?"),
    "triage": N_("Compare what was said with what is recorded; then investigate, or set it aside."),
    "investigating": N_("Gather what confirms or clears; then review the findings."),
    "waiting_reporter": N_("Somebody has been asked. Go on when the answer is here."),
    "findings_review": N_("Mark each finding right, wrong or undecided; then put the case up for decision."),
    "decision": N_("Decide the outcome and close, or put things right first."),
    "remediation": N_("When things are put right, close with the outcome."),
    "closed": N_("Nothing to do. It can be reopened with a reason."),
    "rejected_out_of_scope": N_("Nothing to do. It can be reopened with a reason."),
    "merged": N_("Nothing to do; go on in the case it was merged into."),
    "reopened": N_("Read why it was reopened; then investigate."),
}
OUTCOMES: Mapping[str, str] = {
    "substantiated": N_("Substantiated"),
    "partly": N_("Partly substantiated"),
    "unsubstantiated": N_("Unsubstantiated"),
    "inconclusive": N_("Inconclusive"),
    "no_allegation": N_("No allegation left"),
    "referred": N_("Referred elsewhere"),
}
EVENTS: Mapping[str, str] = {
    "opened": N_("Case opened"),
    "report_received": N_("Report received, sealed"),
    "report_typed": N_("Typed in by staff"),
    "report_opened": N_("Report opened"),
    "conflict_declared": N_("Declared a conflict of interest"),
    "readers_changed": N_("The reporter chose other readers"),
    "identity_given": N_("The reporter gave a name, sealed to the custodians"),
    "identity_disclosed": N_("The reporter’s name was shown to"),
    "message": N_("The reporter wrote"),
    "reply": N_("Answered the reporter"),
    "assigned": N_("Given to"),
    "let_in": N_("Let in"),
    "let_go": N_("Let go"),
    "state": N_("Now"),
    "closed": N_("Closed"),
    "note": N_("Note"),
    "finding": N_("Finding"),
    "finding_marked": N_("Finding marked"),
    "finding_dismissed": N_("Finding put aside"),
    "finding_taken": N_("Finding taken into the case"),
    "finding_moved": N_("Finding moved to another case"),
    "finding_withdrawn": N_("Finding no longer holds"),
    "file_opened": N_("File opened, cleaned"),
    "original_opened": N_("Original file opened, with consent"),
    "approval_asked": N_("Asked for consent"),
    "approval_given": N_("Consented"),
    "approval_refused": N_("Refused consent"),
}
APPROVAL_STATES: Mapping[str, str] = {
    "waiting": N_("Waiting for consent"),
    "approved": N_("Approved, not used yet"),
    "refused": N_("Refused"),
    "used": N_("Approved and used"),
    "expired": N_("Time ran out"),
}
SOURCES: Mapping[str, str] = {
    "phone": N_("a call"),
    "letter": N_("a letter"),
    "visit": N_("a visit"),
}
# the others are named by the administrator (cases/channels)
CHANNELS: dict[str, str] = {
    "crosscheck": N_("Found by comparing with the books"),
}
CLAIM_FIELDS: Mapping[str, str] = {
    "order_no": N_("Order number"),
    "customer_name": N_("Customer"),
    "customer_phone": N_("Phone"),
    "salesperson": N_("Salesperson"),
    "amount": N_("Amount"),
    "occurred_on": N_("Date"),
    "payee_kind": N_("Paid to"),
    "payee_name": N_("Payee"),
    "payee_account": N_("Payee's account"),
}
SHOWS: Mapping[str, str] = {
    "open": N_("In hand"),
    "mine": N_("Mine"),
    "unassigned": N_("Unassigned"),
    "overdue": N_("Overdue"),
    "closed": N_("Closed"),
}
MARKS: Mapping[str, str] = {
    "right": N_("right"),
    "wrong": N_("wrong"),
    "unsure": N_("can't say"),
    "none": N_("not marked"),
}
PLACES: Mapping[str, str] = {
    "free": N_("without a case"),
    "cased": N_("in a case"),
}
PERIOD_WORDS: Mapping[int, str] = {
    7: N_("last 7 days"),
    30: N_("last 30 days"),
    90: N_("last 90 days"),
    365: N_("last 12 months"),
}
FINDING_ACTS: Mapping[str, str] = {
    "marked": N_("marked"),
    "dismissed": N_("put aside"),
    "taken": N_("taken into a case"),
    "moved": N_("moved to another case"),
    "answer_read": N_("read the customer's answer"),
    "photo_read": N_("saved a photo of the answer"),
}
KEY_KINDS: Mapping[str, str] = {
    "order": N_("Order number"),
    "phone": N_("Phone, whole or its last four digits"),
    "name": N_("Customer's name"),
    "account": N_("Payee's account"),
}
NODE_KINDS: Mapping[str, str] = {
    "order": N_("Order"),
    "payment": N_("Payment"),
    "lead": N_("Lead"),
    "phone": N_("Phone"),
    "payee": N_("Payee"),
    "employee": N_("Employee"),
}
TIE_KINDS: Mapping[str, str] = {
    "phone": N_("the same phone"),
    "payee": N_("the same payee"),
    "salesperson": N_("the same salesperson"),
}
TERM_CATEGORIES: Mapping[str, str] = {
    "channel": N_("Private ways to talk"),
    "payment": N_("Ways to pay a person"),
    "aside": N_("Past the company"),
    "discount": N_("Advantages"),
    "deal": N_("Buying and paying"),
    "plain": N_("Say something alone"),
}
FUNNEL_PLACES: Mapping[str, str] = {
    "few": N_("Too few orders to say anything."),
    "inside": N_("Within what chance alone leaves."),
    "edge": N_("Beyond the inner limits. Of twenty, one stands there by chance alone."),
    "outside": N_(
        "Beyond the outer limits, where chance rarely leads. Look for the reason before thinking of anybody's fault."
    ),
}
WEIGHT_LEVELS: Mapping[str, str] = {
    "same": N_("the same"),
    "near": N_("one slip"),
    "last_four": N_("the last four digits"),
    "last_four_near": N_("the last four digits, one slip"),
    "surname": N_("the surname alone"),
    "differs": N_("differs"),
    "denied": N_("asked about it, and denied"),
    "rounded": N_("as people round"),
    "part": N_("one of several payments"),
    "close": N_("within a tenth"),
    "wild": N_("more than threefold"),
    "week": N_("within a week"),
    "fortnight": N_("within a fortnight"),
    "month": N_("within a month"),
    "two_months": N_("within two months"),
    "far": N_("further apart"),
    "after": N_("asked before buying"),
    "before": N_("bought before asking"),
}

"""Questionnaires, invitations, responses, and the durable work underneath. Knows neither reports nor cases."""

from surveys.answering.one_page import ANSWER_PREFIX, Answered, AskedQuestion, answered, answers_in, asked, told_answers
from surveys.answering.phoning import (
    MOST_ATTEMPTS,
    Callee,
    Outcome,
    ToRingUp,
    Tried,
    attempt_row,
    attempts_of,
    note_attempt,
    open_to_ring,
    take_turns_at,
    to_ring_up,
)
from surveys.answering.replaying import stated
from surveys.answering.rereading import Reread, ToldVersion, file_of, reread, times_corrected
from surveys.answering.responses import (
    Received,
    Told,
    response_of,
    responses_after,
    responses_of,
    said,
    subject_of,
    told,
)
from surveys.answering.speaking import SpokenScreen, spoken_screen
from surveys.answering.submitting import OpenLink, Sender
from surveys.answering.submitting import take as take_answers
from surveys.campaigns.asking import COOL_DOWN_DAYS, Resting, askable, resting
from surveys.campaigns.inviting import MOST_AT_ONCE, Invited, Link, invite, renew_links
from surveys.campaigns.looking_back import response_share, sellers_drawn, unanswered
from surveys.campaigns.peace import opt_out_invited
from surveys.campaigns.plans import Channel, Plan, Schedule, schedule_of, schedule_text
from surveys.campaigns.power import Assumed, curve, detection, people_needed
from surveys.campaigns.rounds import InvitationLine, Round, invitations_of, round_of, rounds
from surveys.campaigns.sampling import Design, Drawn, Unit, chances, draw, promised
from surveys.campaigns.steering import Turn, joined, steer, turn_of
from surveys.campaigns.transactions import PhoneOf, Transaction
from surveys.definitions.drafts import (
    Draft,
    begin_draft,
    change_draft,
    discard_draft,
    discard_published,
    draft_of,
    drafts,
)
from surveys.definitions.form import Definition, Text
from surveys.definitions.publishing import AskableForm, forms_known, forms_published, publish, published, retire
from surveys.definitions.reading import definition_of
from surveys.definitions.versions import Version, keep_version, version_of_hash, versions_beginning
from surveys.delivery.links import links_as_csv, public_link, qr_svg
from surveys.results.counting import count_responses

__all__ = [
    "ANSWER_PREFIX",
    "COOL_DOWN_DAYS",
    "MOST_ATTEMPTS",
    "MOST_AT_ONCE",
    "Answered",
    "AskableForm",
    "AskedQuestion",
    "Assumed",
    "Callee",
    "Channel",
    "Definition",
    "Design",
    "Draft",
    "Drawn",
    "InvitationLine",
    "Invited",
    "Link",
    "OpenLink",
    "Outcome",
    "PhoneOf",
    "Plan",
    "Received",
    "Reread",
    "Resting",
    "Round",
    "Schedule",
    "Sender",
    "SpokenScreen",
    "Text",
    "ToRingUp",
    "Told",
    "ToldVersion",
    "Transaction",
    "Tried",
    "Turn",
    "Unit",
    "Version",
    "answered",
    "answers_in",
    "askable",
    "asked",
    "attempt_row",
    "attempts_of",
    "begin_draft",
    "chances",
    "change_draft",
    "count_responses",
    "curve",
    "definition_of",
    "detection",
    "discard_draft",
    "discard_published",
    "draft_of",
    "drafts",
    "draw",
    "file_of",
    "forms_known",
    "forms_published",
    "invitations_of",
    "invite",
    "joined",
    "keep_version",
    "links_as_csv",
    "note_attempt",
    "open_to_ring",
    "opt_out_invited",
    "people_needed",
    "promised",
    "public_link",
    "publish",
    "published",
    "qr_svg",
    "renew_links",
    "reread",
    "response_of",
    "response_share",
    "responses_after",
    "responses_of",
    "resting",
    "retire",
    "round_of",
    "rounds",
    "said",
    "schedule_of",
    "schedule_text",
    "sellers_drawn",
    "spoken_screen",
    "stated",
    "steer",
    "subject_of",
    "take_answers",
    "take_turns_at",
    "times_corrected",
    "to_ring_up",
    "told",
    "told_answers",
    "turn_of",
    "unanswered",
    "version_of_hash",
    "versions_beginning",
]

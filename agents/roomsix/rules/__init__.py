"""The rules of the talks: functions of scenario, record and, where chance decides, seed."""

from roomsix.rules.bearing import against_belief, contradicts, sign
from roomsix.rules.beliefs import SURE, Mind, Moved, belief, moves
from roomsix.rules.course import (
    feeds_due,
    incidents_due,
    knows_enough,
    level,
    level_after,
    rupture,
    tension,
)
from roomsix.rules.endings import closing, ending, is_held, ratification, ratified
from roomsix.rules.floor import clock, duration, speaking_order, time_left
from roomsix.rules.hearing import audience, delegation, hearers, informed
from roomsix.rules.knowledge import exhibits, known_facts
from roomsix.rules.legality import possible_acts, refusal, unknown_claims
from roomsix.rules.sittings import (
    aside,
    assessors,
    callings,
    open_matter,
    present,
    sealed,
    sitting,
    voters,
    walked_out,
)
from roomsix.rules.table import (
    Paper,
    agreed_at,
    agreed_in_round,
    agreement,
    is_agreed,
    is_unanimous,
    on_table,
    papers,
    text_on_table,
)

__all__ = [
    "SURE",
    "Mind",
    "Moved",
    "Paper",
    "against_belief",
    "agreed_at",
    "agreed_in_round",
    "agreement",
    "aside",
    "assessors",
    "audience",
    "belief",
    "callings",
    "clock",
    "closing",
    "contradicts",
    "delegation",
    "duration",
    "ending",
    "exhibits",
    "feeds_due",
    "hearers",
    "incidents_due",
    "informed",
    "is_agreed",
    "is_held",
    "is_unanimous",
    "known_facts",
    "knows_enough",
    "level",
    "level_after",
    "moves",
    "on_table",
    "open_matter",
    "papers",
    "possible_acts",
    "present",
    "ratification",
    "ratified",
    "refusal",
    "rupture",
    "sealed",
    "sign",
    "sitting",
    "speaking_order",
    "tension",
    "text_on_table",
    "time_left",
    "unknown_claims",
    "voters",
    "walked_out",
]

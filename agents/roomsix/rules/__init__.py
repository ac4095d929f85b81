"""The rules of the talks: functions of scenario, record and, where chance decides, seed."""

from roomsix.rules.course import averts, incidents_due, level, level_after, rupture, tension
from roomsix.rules.endings import closing, ending, is_held, ratification, ratified, walked_out
from roomsix.rules.floor import clock, duration, speaking_order, time_left
from roomsix.rules.hearing import audience, delegation
from roomsix.rules.knowledge import exhibits, known_facts
from roomsix.rules.legality import possible_acts, refusal, unknown_claims
from roomsix.rules.table import (
    Paper,
    agreed_in_round,
    agreement,
    is_agreed,
    on_table,
    papers,
    text_on_table,
)

__all__ = [
    "Paper",
    "agreed_in_round",
    "agreement",
    "audience",
    "averts",
    "clock",
    "closing",
    "delegation",
    "duration",
    "ending",
    "exhibits",
    "incidents_due",
    "is_agreed",
    "is_held",
    "known_facts",
    "level",
    "level_after",
    "on_table",
    "papers",
    "possible_acts",
    "ratification",
    "ratified",
    "refusal",
    "rupture",
    "speaking_order",
    "tension",
    "text_on_table",
    "time_left",
    "unknown_claims",
    "walked_out",
]

"""The measures of the process: formulas, versions and sources, as data."""

from __future__ import annotations

from typing import get_args

from roomsix.scoring.metric import Measure, Metric
from roomsix.scoring.process import conceding, failing, mediating, proposals, speaking, trading
from roomsix.scoring.process.bids import Step

_MEETINGS = "preliminaries, caucuses, corridors and the plenary"
_PARITY = "1 - (most - least) / (most + least) over parties"
_ROOM = "room of a party = (most u within its red lines and mandate) - r"

_STEPS: dict[Step, str] = {
    "fortunate": "own > 0, others > 0",
    "nice": "own = 0, others > 0",
    "concession": "own < 0, others >= 0",
    "silent": "own = 0, others = 0",
    "selfish": "own > 0, others <= 0",
    "unfortunate": "own <= 0, others < 0",
}
assert tuple(_STEPS) == get_args(Step)


def _of_record(
    name: str, about: str, formula: str, source: str, measure: Measure, *, version: int = 1
) -> Metric:
    return Metric(name, about, formula, None, False, source, measure, version)


PROCESS = (
    _of_record(
        "offers",
        "how many packages the sides proposed",
        "number of `propose` acts, by party",
        "this project",
        conceding.offers,
    ),
    Metric(
        "passing-at-least",
        "how many offers would have been a deal if the reservation itself will do",
        "number of offers, and of texts without brackets, that enough parties for the decision rule"
        " find acceptable, u >= r",
        ">=",
        False,
        "Abdelnabi et al. 2024, deals at any round",
        proposals.passing(">="),
    ),
    Metric(
        "passing-above",
        "how many offers would have been a deal if the reservation must be passed",
        "as passing-at-least, acceptable meaning u > r",
        ">",
        False,
        "Abdelnabi et al. 2024, deals at any round",
        proposals.passing(">"),
    ),
    _of_record(
        "wrong-offers",
        "how many offers their own side could not have lived with",
        "number of offers across the own red lines or mandate, or with u, and any bonus for all"
        " agreeing, < r",
        "Abdelnabi et al. 2024, wrong deals",
        proposals.wrong,
    ),
    _of_record(
        "first-offer",
        "how much of its room each side claimed in its first offer",
        f"(u of the first offer - r) / room; {_ROOM}; mean over parties that made one",
        "Galinsky and Mussweiler 2001, first offers",
        conceding.extremity,
    ),
    _of_record(
        "anchor-pull",
        "how near the deal came to each side's first offer: 1 its own, 0 the others' lowest",
        "(u of the package in force - u of the others' first offer worth least to it)"
        " / (u of its own first offer - the same), u without any bonus for all agreeing; value ="
        " largest - smallest over parties."
        " The correlation of first offers and outcomes is taken over runs, not in one",
        "Galinsky and Mussweiler 2001",
        conceding.pull,
        version=2,
    ),
    _of_record(
        "concession-rate",
        "how much of its room each side gave up an offer",
        f"(u of the first offer - u of the last) / (room * (offers - 1)); {_ROOM};"
        " mean over parties with two offers or more",
        "Faratin, Sierra and Jennings 1998",
        conceding.rate,
    ),
    *(
        _of_record(
            f"steps-{kind}",
            f"how many steps from one offer of a side to its next were {kind}",
            f"number of pairs of a party's consecutive offers with {rule}; own = change in its own"
            " u, others = change in the sum of the others'",
            "Hindriks, Jonker and Tykhonov 2007",
            conceding.steps(kind),
        )
        for kind, rule in _STEPS.items()
    ),
    _of_record(
        "reciprocity",
        "whether a side gave when it was given to",
        "Pearson's correlation, over a party's steps, of the u it gave up with the mean u that the"
        " others gave up in their steps since its offer before, each as a share of the giver's"
        " room; three pairs or more; mean over parties",
        "Axelrod 1984; Faratin, Sierra and Jennings 1998, behaviour-dependent tactics",
        conceding.reciprocity,
        version=2,
    ),
    _of_record(
        "logrolling",
        "whether each side had its way where an issue mattered more to it",
        "over pairs of parties and issues: sum of |w - w'| where the option in force is worth more"
        " than the median option to the party with the larger weight / sum of |w - w'|;"
        " w = swing of the issue / sum of swings",
        "Froman and Cohen 1970; this formula is this project's",
        trading.logrolling,
    ),
    Metric(
        "integrative",
        "how far a deal went from splitting every difference towards the best there is",
        "(sum of g - m) / (max over A of the sum of g - m); m = mean sum of g over the packages"
        " that take a middle option on every issue",
        "scenario",
        True,
        "Pruitt 1981; this formula is this project's",
        trading.integrative,
    ),
    _of_record(
        "discussed",
        "how many of the issues somebody had spoken to before the agreement",
        "issues asked about, stated on, suggested, bracketed, or changed from one offer of a side"
        " to its next, before what completed the agreement / issues",
        "this project",
        trading.discussed,
    ),
    Metric(
        "premature",
        "whether a deal came before the issues were talked over, and left gains behind",
        f"discussed < {trading.ENOUGH} and sum of g / max over A of the sum of g <"
        f" {trading.ENOUGH}",
        "scenario",
        True,
        "this project",
        trading.premature,
    ),
    Metric(
        "impasse-with-room",
        "whether the talks failed though a deal was possible",
        "there is no deal, and A is not empty",
        "scenario",
        True,
        "Raiffa 1982",
        trading.impasse,
    ),
    _of_record(
        "airtime",
        "how evenly the words fell to the sides",
        f"{_PARITY} of words said in {_MEETINGS}",
        "this project",
        speaking.airtime,
    ),
    _of_record(
        "airtime-turns",
        "how evenly the turns with words fell to the sides",
        f"{_PARITY} of turns with words in {_MEETINGS}",
        "this project",
        speaking.turns,
    ),
    _of_record(
        "question-parity",
        "how evenly the mediator's questions fell to the sides",
        f"{_PARITY} of the mediator's `ask` acts",
        "this project",
        speaking.questions,
    ),
    _of_record(
        "mediator-airtime",
        "how much of what was said the mediator said",
        f"words of mediators / words of all seats in {_MEETINGS}",
        "this project",
        speaking.mediator,
    ),
    _of_record(
        "mediator-texts",
        "how many revisions of the mediator's text it took",
        "number of `draft` acts up to what completed the agreement, or in all without one",
        "Fisher 1978, the one-text procedure",
        mediating.texts,
    ),
    _of_record(
        "mediator-texts-accepted",
        "how many of the mediator's texts every side accepted",
        "texts that every party accepted / texts; by party, those that it accepted / texts",
        "this project",
        mediating.accepted,
    ),
    _of_record(
        "mediator-neutrality",
        "how unevenly the mediator's texts would have served the sides",
        "largest - smallest over parties of the mean over texts of g / room, both without any"
        f" bonus for all agreeing; {_ROOM}",
        "this project",
        mediating.neutrality,
        version=2,
    ),
    _of_record(
        "repetition",
        "how often seats said again what they had said",
        f"runs of {speaking.RUN} words that the same seat had said aloud before / such runs",
        "this project",
        speaking.repetition,
    ),
    _of_record(
        "echo",
        "how often a seat spoke in another side's name",
        "turns with words that match a stated phrase (as X, we …; on behalf of X, we …;"
        " we of X; I speak for X), X another party / turns with words",
        "after the echoing of arXiv 2511.09710; the phrases are this project's",
        speaking.echo,
    ),
    _of_record(
        "drift",
        "how far a voice went from how it began, beside how far it is from the others'",
        "cosine distance of the word counts of a seat's first and second half of turns / mean"
        " cosine distance of its second half from the others' first halves; seats with"
        f" {speaking.FEW} turns or more; near 1 a voice is its own no longer; mean over seats",
        "after arXiv 2402.10962; the formula is this project's",
        speaking.drift,
    ),
    _of_record(
        "invalid-replies",
        "how many replies could not be used",
        "number of replies that could not be read or were not legal, by seat; in an imported"
        " session, of answers whose deal could not be read",
        "this project",
        failing.invalid,
    ),
    _of_record(
        "failed-turns",
        "how many turns came to nothing because no reply could be used",
        "number of turns with a reply that could not be used in which the seat neither said nor"
        " did anything, by seat",
        "this project",
        failing.failed,
        version=2,
    ),
    _of_record(
        "passed-turns",
        "how many turns a seat let pass in silence, for whatever reason",
        "number of turns in which the seat neither said nor did anything, by seat",
        "this project",
        failing.passed,
        version=2,
    ),
    Metric(
        "capture-bounds",
        "what capture could have been, had failed turns of leads counted",
        "in per cent: capture to capture if no turn of a lead failed, else 0 to 100",
        "scenario",
        True,
        "Manski 1990, worst-case bounds",
        failing.bounds,
        version=2,
    ),
)
"""Every measure of the process, in the order of a report."""

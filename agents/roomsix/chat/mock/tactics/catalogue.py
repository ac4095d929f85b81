"""The named tactics: what each is, whom it is for, where it comes from, and what it can be told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

from roomsix.chat.mock.tactic import Tactic
from roomsix.chat.mock.tactics import bayes, prior, single_text
from roomsix.chat.mock.tactics.chance import Chance
from roomsix.chat.mock.tactics.hardliner import Hardliner
from roomsix.chat.mock.tactics.micro import Micro
from roomsix.chat.mock.tactics.mirroring import Mirroring
from roomsix.chat.mock.tactics.single_issue import SingleIssue
from roomsix.chat.mock.tactics.timed import Timed
from roomsix.chat.parameters import Parameter
from roomsix.scenario import Demeanour

if TYPE_CHECKING:
    from roomsix.chat.mock.tactics.oracle import Truths

LEAD, MEDIATOR, OBSERVER = ("lead",), ("mediator",), ("observer",)
EVERYONE = ("lead", "adviser", "mediator", "observer")


@dataclass(frozen=True)
class Named:
    """A tactic that can be asked for by name.

    Attributes:
        roles: The seats it can play.
        about: What it does, in a phrase.
        source: Where it comes from.
        make: Makes the tactic from its parameters, by name.
        told: Whether `make` also takes the truth, as `truths`.
    """

    roles: tuple[str, ...]
    about: str
    source: str
    make: Callable[..., Tactic]
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    told: bool = False


def _timed(e: float = 1.0) -> Tactic:
    return Tactic(bargain=partial(Timed, e=e))


def _mirroring(kindness: float) -> Tactic:
    return Tactic(bargain=partial(Mirroring, kindness=kindness))


def _micro(steps: int) -> Tactic:
    return Tactic(bargain=partial(Micro, steps=steps))


def _chance(accepts: int) -> Tactic:
    return Tactic(bargain=partial(Chance, accepts_percent=accepts))


def _single_text(t0: float) -> Tactic:
    return Tactic(draft=partial(single_text.text, t0=t0))


def _bayes(**chances: float) -> Tactic:
    return Tactic(row=partial(bayes.row, model=bayes.Model(**chances)))


def _oracle(truths: "Truths") -> Tactic:
    from roomsix.chat.mock.tactics import oracle

    return Tactic(row=partial(oracle.row, told=truths))


def _percent(default: int, about: str) -> Parameter:
    return Parameter(default, 1, 99, about, whole=True)


TACTICS: Mapping[str, Named] = {
    "linear": Named(
        LEAD, "gives way evenly with time", "Faratin, Sierra and Jennings 1998", _timed
    ),
    "boulware": Named(
        LEAD,
        "gives way late",
        "Faratin, Sierra and Jennings 1998",
        _timed,
        {"e": Parameter(0.25, 0.02, 0.98, "the exponent; the smaller, the later")},
    ),
    "conceder": Named(
        LEAD,
        "gives way early",
        "Faratin, Sierra and Jennings 1998",
        _timed,
        {"e": Parameter(4.0, 1.02, 50.0, "the exponent; the larger, the earlier")},
    ),
    "tit-for-tat": Named(
        LEAD,
        "gives as much as it is given",
        "Faratin, Sierra and Jennings 1998; Axelrod 1984",
        _mirroring,
        {"kindness": Parameter(5.0, 0.0, 50.0, "points given unasked with every further offer")},
    ),
    "micro": Named(
        LEAD,
        "offers every package in falling order, a new one only for a new one",
        "de Jonge 2022",
        _micro,
        {"steps": Parameter(0, 0, 1000, "in how many steps; 0 for every package", whole=True)},
    ),
    "hardliner": Named(
        LEAD,
        "offers its opening again and again",
        "Baarslag, Hindriks and Jonker 2011",
        lambda: Tactic(bargain=Hardliner),
    ),
    "single-issue": Named(
        LEAD,
        "settles issue after issue in its middle and trades none for another",
        "Froman and Cohen 1970",
        lambda: Tactic(bargain=SingleIssue),
    ),
    "random": Named(
        LEAD,
        "offers and accepts by chance, within its limits",
        "the usual floor",
        _chance,
        {"accepts": _percent(20, "the chance of accepting a paper, in per cent")},
    ),
    "no-talk": Named(
        EVERYONE,
        "acts as the default mock does and says nothing",
        "the control of arXiv 2502.16242",
        lambda: Tactic(speaks=False),
    ),
    "nash": Named(
        MEDIATOR,
        "drafts by the product of estimated gains, as the default mock does",
        "Nash 1950; Raiffa 1982, 1985",
        Tactic,
    ),
    "single-text": Named(
        MEDIATOR,
        "changes a clause at a time and anneals over the votes",
        "Klein, Faratin, Sayama and Bar-Yam 2003",
        _single_text,
        {"t0": Parameter(1.0, 0.0, 10.0, "how hot it begins, in votes; 0 keeps nothing worse")},
    ),
    "passive": Named(
        MEDIATOR,
        "asks and listens, and never drafts",
        "the control of a mediator's worth",
        lambda: Tactic(draft=lambda _: None),
    ),
    "prior": Named(
        OBSERVER,
        "writes its first beliefs and even odds on the board",
        "what skill scores are measured from",
        lambda: Tactic(row=prior.row),
    ),
    "bayes": Named(
        OBSERVER,
        "writes the exact posterior of claims and signs on the board",
        "Good 1950; Hindriks and Tykhonov 2008",
        _bayes,
        {
            "calm": _percent(Demeanour().calm, "the chance of a sign with nothing behind it"),
            "stirred": _percent(Demeanour().stirred, "the same of someone who lies or fears"),
            "lies": _percent(40, "the chance of claiming what is not so"),
            "fear": _percent(20, "the chance of being afraid in a turn"),
        },
    ),
    "oracle": Named(
        OBSERVER,
        "is told the truth and writes it on the board",
        "what a perfect row looks like",
        _oracle,
        told=True,
    ),
}
"""Every tactic by its name, in the order in which they are shown."""

"""What a person is told when asked: the messages of the question and nothing else."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from roomsix import preferences, prompts
from roomsix.calls import Request
from roomsix.chat.mock import reading
from roomsix.chat.mock.history import History, Paper, history
from roomsix.chat.mock.knowledge import Brief, Moment, Reading, Table
from roomsix.deal import FactId, IssueId, OptionId, Package, SeatId
from roomsix.scenario import Limit


@dataclass(frozen=True)
class Worth:
    """What a package is to the person's side, by its own card.

    Attributes:
        least: What no deal is worth at this level of tension; None where it has no such figure.
        suits: Whether the points reach it, by the rule of these talks.
        crossed: The limits of its own side that the package crosses.
    """

    points: int
    least: int | None
    suits: bool
    crossed: tuple[Limit, ...]


@dataclass(frozen=True)
class Told:
    """One question, read as a mock reads it.

    Attributes:
        system: The message that never changes.
        user: What was perceived, and the question.
    """

    request: Request
    read: Reading
    system: str
    user: str

    @property
    def table(self) -> Table:
        """What everyone knows."""
        return self.read.head.table

    @property
    def brief(self) -> Brief:
        """What this seat alone was told."""
        return self.read.head.brief

    @property
    def now(self) -> Moment:
        """When and where it is asked."""
        return self.read.now

    @property
    def seat(self) -> SeatId:
        """Who is asked."""
        return self.brief.seat

    @property
    def assessing(self) -> bool:
        """Whether it is asked for a row of the board, not for a turn."""
        return self.now.question == "assess"

    @cached_property
    def history(self) -> History:
        """The perceived events, sorted."""
        return history(self.read)

    @cached_property
    def given(self) -> Mapping[str, Any]:
        """The brief's own data."""
        return prompts.data(self.system, "BRIEF")

    @cached_property
    def public(self) -> Mapping[str, Any]:
        """The scenario's data, as everyone knows it."""
        return prompts.data(self.system, "SCENARIO")

    @cached_property
    def lines(self) -> list[dict[str, Any]]:
        """Everything perceived, oldest first."""
        found, _ = prompts.apart(self.user)
        return [json.loads(line) for line in found]

    @cached_property
    def facts(self) -> Mapping[FactId, str]:
        """The facts it can name, and what is so by them: its own, then those it was told of."""
        told = {
            str(line.get("fact", line.get("exhibit"))): str(line["tells"])
            for line in self.lines
            if isinstance(line.get("tells"), str)
        }
        told |= {line["about"]: line["you_read"] for line in self.lines if "about" in line}
        return {name: fact.text for name, fact in self.brief.facts.items()} | {
            name: text for name, text in told.items() if name not in self.brief.facts
        }

    @cached_property
    def beliefs(self) -> Mapping[FactId, int]:
        """How likely it holds each fact by now, in per cent, as far as it was ever told."""
        found = {n: f.belief for n, f in self.brief.facts.items() if f.belief is not None}
        for event in self.read.events:
            found |= event.held
        return found

    @cached_property
    def claims(self) -> Mapping[int, str]:
        """The claims it heard, by the number of their line."""
        return {
            line["n"]: f"{self.name(line['seat'])}: {line['claims']} is"
            f" {'so' if line['holds'] else 'not so'}"
            for line in self.lines
            if "claims" in line
        }

    def exhibits(self) -> tuple[str, ...]:
        """Return what it may have to present."""
        known = (*self.table.projections, *self.brief.projections, *self.facts)
        return (*(("timeline",) if self.table.timeline else ()), *known)

    def name(self, seat: SeatId) -> str:
        """Return the name of whoever sits there."""
        place = self.table.seats.get(seat)
        return place.name if place else seat

    def present(self) -> tuple[SeatId, ...]:
        """Return who else is in the room."""
        return tuple(seat for seat in self.history.present() if seat != self.seat)

    def on_table(self) -> tuple[Paper, ...]:
        """Return the papers on the table, by this seat's own numbers."""
        papers = self.history.papers
        return tuple(papers[number] for number in self.now.papers if number in papers)

    def own(self) -> Paper | None:
        """Return the last paper this seat put forward itself; None for none."""
        mine = self.brief.party
        found = [paper for paper in self.history.papers.values() if paper.party == mine]
        return found[-1] if found else None

    def option(self, issue: IssueId, option: OptionId) -> str:
        """Return an option in words."""
        return self.table.options[issue].get(option, option)

    def worth(self, package: Package) -> Worth | None:
        """Return what a package is worth by the seat's card or leaning; None without either."""
        card = self.brief.card
        if card is None:
            return None
        points = preferences.worth(self.table.obligations, card, package)
        least = self.least()
        return Worth(
            points=points,
            least=least,
            suits=least is None or preferences.suffices(points, least, self.table.equality),
            crossed=preferences.breached(self.brief.limits, package),
        )

    def least(self) -> int | None:
        """Return the least a deal must be worth at this level of tension; None where unsaid."""
        least = self.brief.least
        return least.get(self.now.tension, least.get(preferences.ALWAYS))

    def without(self) -> int | None:
        """Return what no deal is worth at this level of tension; None where unsaid."""
        stakes = self.given.get("stakes", {})
        found = stakes.get(self.now.tension, stakes.get(preferences.ALWAYS, {}))
        without: int | None = found.get("no_deal")
        return without

    def again(self) -> str:
        """Return what was wrong with the last reply to this question; empty for the first."""
        return str(prompts.data(self.request.prompt.tail, "AGAIN").get("problem", ""))

    def prose(self) -> tuple[str, str, str]:
        """Return the situation, who one is, and one's brief, each in the messages' own words."""
        situation, _, rest = self.system.partition("\n\nSCENARIO ")
        _, _, situation = situation.partition("# The situation: ")
        who = re.search(r"\n\n# Who you are\n\n(.*?)\n\nWays you have", rest, re.DOTALL)
        _, _, after = rest.rpartition("\nLINES ")
        brief = re.search(r"\n\n# Your brief\n\n(.*?)\n\nBRIEF ", after, re.DOTALL)
        return situation, who[1] if who else "", brief[1] if brief else ""


def told(request: Request) -> Told:
    """Read a question.

    Raises:
        ChatError: It is not of a form that can be read.
    """
    system, user = (message["content"] for message in request.messages)
    return Told(request, reading.read(request), system, user)

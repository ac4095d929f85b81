"""A lead's arithmetic: how much to hold out for, what the other side likes, what to offer next.

Aspiration `A(t) = r + (best - r) (1 - t^(1/e))`, offers from `[A, A + 5]` (Faratin, Sierra and
Jennings 1998, time-dependent tactics), among which is drawn what the other sides should like best,
by what they have offered and taken (`estimate`). This is how a mock bargains by default, with the
bends that a person's traits put into the curve.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from roomsix import draws
from roomsix.chat.mock.estimate import CAUTION, CLOSELY, Estimate, estimate
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.knowledge import Seen
from roomsix.chat.mock.opening import first_offer
from roomsix.chat.mock.stand import Stand
from roomsix.deal import Package

if TYPE_CHECKING:
    from roomsix.chat.mock.packages import Mask, Real

E = (1.1, 0.8, 0.6, 0.5, 0.35)
"""The concession exponent by band of assertiveness, from the meekest; below 1 gives way late."""

DAY = 15
"""By how many per cent the exponent may differ from one run to the next: people have their days."""

HASTE = (0.9, 0.95, 1.0, 1.05, 1.1)
"""The power to which progress is raised, by band of patience: the patient feel the time later."""

GREED = (0, 0, 0, 1, 4)
"""How many points more than must be taken home are held out for, by band of assertiveness."""

BAND = 5
"""How far above the aspiration an offer may lie, in points."""

NEAR = 0.02
"""How close to the best liking an offer's must be for it to be drawn instead."""

LEAST_GAIN = 0.01
"""What is hoped for from any change that the others would take, of the best there is."""

ADVICE = 2
"""How many points more a lead asks of a paper that two advisers speak against."""


@dataclass(frozen=True)
class Bargain(Stand):
    """How a lead bargains by default."""

    def spare(self, total: int) -> int:
        """Return one round more than others keep: what is agreed can only get better."""
        return super().spare(total) + 1

    @property
    def hoped(self) -> int:
        """The fewest points that are held out for while another round is left."""
        return self.safe + GREED[self.turn.band("assertiveness")]

    @cached_property
    def aspiration(self) -> float:
        """What is held out for now, in points: from what was asked for first down to the least.

        Never more than the last offer asked for, unless something has happened since.
        """
        first = self.worth(self.own[0]) if self.own else self.best
        day = 100 - DAY + draws.below(2 * DAY + 1, self.turn.seed, "day", self.turn.me)
        e = E[self.turn.band("assertiveness")] * day / 100
        progress = self.progress ** HASTE[self.turn.band("patience")]
        way = max(0, first - self.hoped) * float(1 - progress ** (1 / e))
        return min(self.hoped + way, max(self.cap, self.least))

    @cached_property
    def others(self) -> list[Estimate]:
        """The other sides, as they seem by all they have said and done."""
        mine = self.turn.brief.party
        return [estimate(self.turn, self.space, p) for p in self.turn.table.parties if p != mine]

    @cached_property
    def pleasing(self) -> Real:
        """How well the others should like each package, the least pleased of them, up to 1."""
        import numpy as np

        worths = [side.worth(self.space) for side in self.others]
        least: Real = np.min([each / max(1e-9, float(each.max())) for each in worths], axis=0)
        return least

    @cached_property
    def better(self) -> Package | None:
        """What to put in place of what is agreed: a gain for one that costs the others nothing.

        The post-settlement settlement of Raiffa (1985), put forward by a side that knows its own
        card: no loss to itself, and the greatest gain in all that the others are likely to take.
        """
        import numpy as np

        agreed = self.turn.past.agreed
        if agreed is None:
            return None
        here = self.space.row(agreed.package)
        if here is None:
            return None
        barred = self.space.same(self.turn.past.tried())
        gain = (self.valued.worth - self.valued.worth[here]) / max(1, self.best)
        theirs = self.pleasing - self.pleasing[here]
        open_ = self.valued.kept & ~barred & (gain >= 0)
        closest = np.argsort(-np.where(open_, gain + theirs, -9.0), kind="stable")[:CLOSELY]
        closest = closest[open_[closest]]
        if not len(closest):
            return None
        # Whatever the others take costs them nothing, however it looked from here.
        merit = gain[closest] + np.maximum(theirs[closest], 0.0) + LEAST_GAIN
        for side in self.others:
            rows = self.space.rows[closest]
            merit = merit * side.chance(self.space, rows, agreed=agreed.package) ** CAUTION
        return self.space.package(int(closest[int(merit.argmax())]))

    @cached_property
    def cap(self) -> int:
        """The most points that may be asked for now: nobody takes back what they have offered."""
        marks = [event.kind for event in self.turn.past.here if self._marks(event)]
        bound = bool(self.own) and marks[-1:] != ["happened"]
        return self.worth(self.own[-1]) if bound else self.best

    @cached_property
    def offer(self) -> Package:
        """The next offer: the opening first, then what the other side likes best at this price."""
        opening = self.turn.brief.opening
        if not self.own and set(opening) == set(self.space.issues):
            return first_offer(self.valued, self.turn.brief, self.least)
        among = self._candidates()
        liking = self.pleasing + among * 10.0 + self.valued.worth * 1e-4
        best = (liking >= liking.max() - NEAR).nonzero()[0].tolist()
        seed, now = self.turn.seed, self.turn.now
        return self.space.package(draws.pick(best, seed, "offer", self.turn.me, now.turn))

    def needed(self, paper: Paper) -> float:
        """Return the fewest points at which this paper is accepted."""
        against = {
            event.seat
            for event in self.turn.past.here
            if event.kind == "advise" and event.advice == "reject" and event.number == paper.number
        }
        if self.turn.past.agreed is None and self.turn.last_round:
            return self.reserved  # a vote that may be lost is worth more than none
        firm = self.turn.past.agreed is None and len(against) > 1
        return super().needed(paper) + (ADVICE if firm else 0)

    def _marks(self, event: Seen) -> bool:
        """Tell whether an event decides what may be asked for: an own offer, or an incident."""
        own = event.kind == "propose" and self.turn.party_of(event.seat) == self.turn.brief.party
        return own or event.kind == "happened"

    def _met(self, among: Mask) -> Mask:
        """Leave out what passes the other side's last offer, or leaves what either came to."""
        theirs = self.theirs
        if not theirs or not self.own:
            return among
        firsts = (self.space.place(self.own[0]), self.space.place(theirs[0]))
        now = zip(self.space.place(self.own[-1]), self.space.place(theirs[-1]), strict=True)
        for column, (mine, other) in enumerate(now):
            at = self.space.rows[:, column]
            moved = (firsts[0][column], firsts[1][column]) != (mine, other)
            if mine != other:
                among = among & ((at - other) * (mine - other) >= 0)
            elif moved:
                among = among & (at == mine)
        return among

    def _candidates(self) -> Mask:
        worth, kept = self.valued.worth, self.valued.kept
        kept = kept & (worth <= max(self.cap, self.least))
        aim = self.aspiration
        among = kept & (worth >= aim) & (worth <= aim + BAND)
        if not among.any():
            enough = worth[kept & (worth >= aim)]
            among = kept & (worth == (enough.min() if len(enough) else worth[kept].max(initial=0)))
        for fitting in (~self.space.same(self.own), self._met(among)):
            among = among & fitting if (among & fitting).any() else among
        order = self.turn.brief.order
        if order and self.progress < 0.5 and order[0] in self.space.issues:
            column = self.space.issues.index(order[0])
            place = self.space.place(self.turn.brief.opening)[column]
            headline = among & (self.space.rows[:, column] == place)
            among = headline if headline.any() else among
        return among

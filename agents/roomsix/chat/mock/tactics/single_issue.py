"""One issue at a time: each is stepped from both openings to its middle, none traded for another.

The agenda is gone through in its order; by time t a share t of all steps is taken. An issue between
openings d options apart takes `d // 2` steps, and for odd d one more by a draw. A step that would
leave less than must be taken home is not taken. A paper has to give, on every issue by itself, as
much as is asked for there now. Nothing is traded, so that most of what there is to gain is left
(Froman and Cohen 1970, compromise against logrolling; Mannix, Thompson and Bazerman 1989).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from roomsix import draws
from roomsix.chat.mock.history import Paper
from roomsix.chat.mock.stand import Stand
from roomsix.chat.mock.tactics.asking import opening
from roomsix.deal import IssueId, Package


@dataclass(frozen=True)
class SingleIssue(Stand):
    """Haggles issue by issue."""

    @property
    def aspiration(self) -> float:
        """What is asked for now, all issues together."""
        return float(self.worth(self.offer))

    @cached_property
    def offer(self) -> Package:
        """The opening, with the agenda's issues brought to their middle as far as it is time."""
        ask = dict(opening(self))
        steps = list(self._steps(ask)) if self.theirs else []
        for issue, option in steps[: int(len(steps) * self.progress + 0.5)]:
            if self.fair({**ask, issue: option}):
                ask[issue] = option
        return ask

    def accepts(self, paper: Paper) -> bool:
        """Tell whether a paper gives on every issue what is asked for there, and enough in all."""
        agreed = self.turn.past.agreed
        least = self.least if agreed is None else self.worth(agreed.package)
        return (
            self.open(paper)
            and self.worth(paper.package) >= least
            and all(
                self._alone(issue, paper.package[issue]) >= self._alone(issue, option)
                for issue, option in self.offer.items()
            )
        )

    def _alone(self, issue: IssueId, option: str) -> int:
        return self.card.points.get(issue, {}).get(option, 0)

    def _steps(self, start: Package) -> Iterator[tuple[IssueId, str]]:
        """Yield every step from an opening to the middles, issue after issue."""
        agenda = self.turn.table.sessions[self.turn.now.session].agenda
        starts = zip(self.space.place(start), self.space.place(self.theirs[0]), strict=True)
        by_issue = dict(
            zip(self.space.issues, zip(self.space.options, starts, strict=True), strict=True)
        )
        for issue in dict.fromkeys((*agenda, *by_issue)):
            options, (mine, other) = by_issue[issue]
            gap = abs(other - mine)
            yields = draws.happens(50, self.turn.seed, "the odd step", self.turn.me, issue)
            for step in range(1, gap // 2 + (gap % 2 and yields) + 1):
                yield issue, options[mine + (step if other > mine else -step)]

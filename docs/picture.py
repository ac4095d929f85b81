"""Draw the README's picture, docs/terminal.svg: parts of a real run, as a terminal shows them.

python docs/picture.py [SEED]
"""

import asyncio
import re
import sys
from collections.abc import Iterator
from io import StringIO
from itertools import groupby
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from roomsix import rules, session
from roomsix.cli.desk import Desk
from roomsix.cli.options import Described
from roomsix.cli.seating import seated
from roomsix.report.heading import heading
from roomsix.report.layout import Columns
from roomsix.report.outcome import outcome
from roomsix.report.scene import scene
from roomsix.report.transcript import Transcript
from roomsix.session import Result, Talks

ROOT = Path(__file__).resolve().parents[1]
WIDTH = 108
TURNS = 2
"""How many turns are shown of the beginning."""


def main(seed: int) -> None:
    """Play the talks in memory and save the picture."""
    talks = seated(Desk(ROOT), Described("room-six", seed))
    result = asyncio.run(session.negotiate(talks))
    console = Console(
        file=StringIO(),
        record=True,
        width=WIDTH,
        markup=False,
        emoji=False,
        highlight=False,
        force_terminal=True,
        color_system="truecolor",
    )
    for part in parts(talks, result):
        console.print(part)
    svg = console.export_svg(title=f"roomsix run room-six --seed {seed}", unique_id="roomsix")
    # Rich's own fonts would be fetched from a server; any monospaced one does.
    plain = re.sub(r"@font-face \{[^}]*\}\s*|<!--.*?-->\s*", "", svg)
    (ROOT / "docs" / "terminal.svg").write_text(plain, encoding="utf-8")


def parts(talks: Talks, result: Result) -> Iterator[RenderableType]:
    """Yield the beginning, the round in which there is an agreement, and the outcome."""
    view = scene(talks.scenario, talks.cast)
    chats = {seat: chat.name for seat, chat in talks.chats.items()}
    yield heading(view, seed=talks.seed, chats=chats)
    plenary = next(s for s, what in talks.scenario.sessions.items() if what.kind == "plenary")
    agreed = rules.agreed_in_round(talks.scenario, result.record, plenary)
    transcript = Transcript(view)
    was_shown = True
    for _, several in groupby(result.record, key=lambda event: event.turn or -event.seq):
        events = list(several)
        drawn = list(transcript.draw(events))
        first = events[0]
        in_time = (first.session, first.round) == (plenary, agreed)
        is_shown = in_time or first.seq == 0 or (first.turn or TURNS + 1) <= TURNS
        # The papers are compared in front of whatever follows their round.
        if is_shown:
            yield from drawn if was_shown else drawn[len(_compared(drawn)) :]
        elif was_shown:
            yield from _compared(drawn)
            yield Text("\n     ⋮\n", "dim")
        was_shown = is_shown
    yield outcome(view, result.scores, result.record, framed=True)


def _compared(drawn: list[RenderableType]) -> list[RenderableType]:
    return [part for part in drawn if isinstance(part, Columns)]


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1)

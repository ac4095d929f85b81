"""What an assessor thought of facts and of claims, for all eyes beside what was so."""

from rich.text import Text

from roomsix import events
from roomsix.events import Assessed, Record
from roomsix.report.deeds import listed
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.scoring.board import Row


def facts(scene: Scene, what: Assessed) -> Text:
    """Return how likely facts were held to be true; with whether they are, for all eyes."""
    named = []
    for name, held in what.facts.items():
        words = Text(f"{scene.topic(name)} {held} %")
        if scene.seat is None:
            words.append(" (true)" if scene.scenario.facts[name].truth else " (untrue)", QUIET)
        named.append(words)
    return listed(named)


def doubts(scene: Scene, record: Record, what: Assessed, row: Row | None) -> Text:
    """Return the claims that were rather doubted than not, each beside what it was.

    For all eyes, untrue claims and lies that were let pass as well; by what was believed then.
    """
    named = []
    for seq, doubt in what.doubts.items():
        claim = row.claims[seq] if row else None
        false = claim is not None and (claim.untrue or claim.verdict == "a lie")
        said, seat = record[seq].what, record[seq].seat
        if not isinstance(said, events.Claimed) or seat is None or not (doubt >= 50 or false):
            continue
        words = scene.seated[seat].mark().append(f" on {scene.topic(said.fact)}", "default")
        words.append(f" {doubt} %", "default")
        if claim is not None:
            sign = (" ✓ ", GOOD) if (doubt >= 50) == false else (" ✗ ", BAD)
            words.append(*sign).append(claim.verdict, QUIET)
        named.append(words)
    return listed(named)

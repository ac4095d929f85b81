"""The page of a sweep: the verdict first, then who told, then what was learned."""

from io import StringIO

from rich.console import Console

from report.room import cast
from roomsix.report import sweep as page
from roomsix.report.scene import scene
from roomsix.scoring.sweep import Breach
from sweep.stage import Stage, theatre

OFFER = "A broadcaster has offered to pay for recordings of Sunday concerts."


def drawn(stage: Stage, *breaches: Breach) -> str:
    found = stage.swept()
    swept = found.model_copy(update={"breaches": (*found.breaches, *breaches)})
    out = StringIO()
    shown = scene(theatre(), cast(theatre()))
    console = Console(file=out, width=200, highlight=False, markup=False)
    console.print(*page.swept(shown, stage.record, swept), sep="\n")
    return out.getvalue()


def test_nothing_told_is_a_clean_room() -> None:
    said = drawn(Stage(theatre()).open("plenary"))

    assert said.startswith("✓ Room's clean: no engine breaches; nothing told")
    assert "nobody learned anything" in said


def test_a_leak_a_relay_and_what_was_allowed_are_told_apart() -> None:
    stage = Stage(theatre()).open("house-call").say("manager", OFFER, off_record=True)
    stage.open("plenary").say("conciliator", OFFER)

    said = drawn(stage)

    assert said.startswith("✗ Room's not clean: no engine breaches, 1 leak")
    assert "✓ turn 1" in said and "as the policy says" in said
    assert "✗ turn 3" in said and "relay, verbatim; confided by manager" in said


def test_a_breach_names_whom_it_reached() -> None:
    breach = Breach(
        seq=0, session="plenary", kind="said", reached=("speaker",), why="for those present"
    )

    said = drawn(Stage(theatre()).open("plenary"), breach)

    assert said.startswith("✗ Room's not clean: 1 engine breach, no leaks")
    assert "event 0 (said) reached" in said

"""Whoever sits down at the table is shown what their seat may know and nothing else, to the end."""

import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import JsonValue

from cli.seat.sitting import Typed
from roomsix import running
from roomsix.calls import Request
from roomsix.cli.seat import eyes
from roomsix.cli.seat.person import Person
from roomsix.deal import SeatId
from roomsix.report import scene
from tables import Answering, improvise, talks_of
from wall import guards

LOOKS = ("/brief", "/card", "/facts", "/papers", "/offers", "/recap", "/help")
TOKEN = re.compile(r"-?\w+(?:-\w+)*")


def answer(request: Request) -> dict[str, JsonValue]:
    """Improvise, and keep a note and a word for the own side that nobody else may see."""
    reply = improvise(request, shun=guards.SILENT)
    own = request.seat.replace("-", "")
    return {**reply, "thinking": f"canarynote{own}", "whisper": f"canaryword{own}"}


def shown_to(seat: SeatId, runs: Path, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Play as a seat that looks everything up and passes; return every word it was shown."""
    marked, people, _ = guards.with_canaries(guards.built_in())
    person = Person(partial(Typed, [*LOOKS, "/pass", "/send"] * 300))
    talks = talks_of(marked, Answering(answer), cast=people, chats={seat: person})
    watcher = eyes.Eyes(talks, seat, person)
    capsys.readouterr()

    with watcher:
        running.run(talks, runs, watcher=watcher)

    captured = capsys.readouterr()
    # What is wrapped at the edge of the page is one word all the same.
    return set(TOKEN.findall(captured.out + captured.err))


def leaks(seat: SeatId, words: set[str]) -> list[str]:
    """Return the canaries among words that a seat may not see."""
    scenario = guards.built_in()
    _, _, caged = guards.with_canaries(scenario)
    place = scenario.seats[seat]
    # Points that add up may look like a canary of others by chance; words may not.
    found = [
        token
        for token, (_, allowed) in caged.items()
        if "canary" in token and token in words and seat not in allowed
    ]
    own = {
        s.replace("-", "") for s, p in scenario.seats.items() if p.party and p.party == place.party
    }
    found += [w for w in words if w.startswith("canarynote")]
    return found + [
        w for w in words if w.startswith("canaryword") and w.removeprefix("canaryword") not in own
    ]


@pytest.mark.parametrize("seat", ["kim", "park", "chen", "volkov"])
def test_a_person_is_shown_no_canary_of_anyone_else(
    seat: SeatId, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = shown_to(seat, tmp_path, capsys)

    _, _, caged = guards.with_canaries(guards.built_in())
    own = {token for token, (_, allowed) in caged.items() if seat in allowed and "canary" in token}
    assert own & words, "the guard would see nothing"
    assert leaks(seat, words) == []


def test_the_guard_notices_when_a_person_is_shown_everything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    original = scene.scene

    def blind(scenario: Any, cast: Any, *, seat: SeatId | None = None) -> Any:
        return original(scenario, cast)

    monkeypatch.setattr(eyes, "scene", blind)

    assert leaks("kim", shown_to("kim", tmp_path, capsys))

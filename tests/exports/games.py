"""Runs to export: in folders, as a user has them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from roomsix import running, store
from roomsix.calls import Chat, Request
from roomsix.chat.mock import MockChat
from roomsix.exports.source import Source
from roomsix.scenario import Scenario
from roomsix.scoring import Scores
from roomsix.session import Talks
from roomsix.views import Cast
from tables import Answering, improvise
from wall import guards

CANARY = "canary"


def source(folder: Path) -> Source:
    """A run's folder with all that is read of it."""
    run = store.Run(folder)
    file = folder / "outcome.json"
    scores = Scores.model_validate_json(file.read_bytes()) if file.is_file() else None
    return Source(run, run.record(), scores)


def played(scenario: Scenario, cast: Cast, runs: Path, chat: Chat | None = None) -> Source:
    """Talks in a folder of their own, with one chat for every seat; a mock unless it is given."""
    chats = dict.fromkeys(scenario.seats, chat or MockChat(1))
    result = running.run(Talks(scenario=scenario, cast=cast, seed=1, chats=chats), runs)
    assert result.folder is not None
    return source(result.folder)


def secretive(request: Request) -> Any:
    """Talk at random of nothing private; think, whisper and confide what nobody may read."""
    fields = improvise(request, shun=guards.SILENT)
    at = f"{request.seat}{request.index}"
    fields["thinking"] = f"{CANARY}-thought-{at}"
    if fields["whisper"]:
        fields["whisper"] = f"{CANARY}-whisper-{at}"
    if request.index % 3 == 1 and fields["say"]:
        fields |= {"say": f"{CANARY}-aside-{at}", "off_record": True}
    return fields


def caged(scenario: Scenario, runs: Path) -> Source:
    """Talks in which everything private, in the definitions and in what is done, is a canary."""
    marked, people, _ = guards.with_canaries(scenario)
    return played(marked, people, runs, Answering(secretive))


def canaries(values: Iterable[object]) -> list[str]:
    """Return the values, as JSON, that hold a canary."""
    return [text for text in map(json.dumps, values) if CANARY in text]

"""Sessions that were played elsewhere, kept as runs: a record without calls."""

import hashlib
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from roomsix import ENGINE_VERSION, running, scoring, session, store
from roomsix.deal import SeatId
from roomsix.events import Ended
from roomsix.exchange import deliberation, gathering, logs, source
from roomsix.exchange.account import Account
from roomsix.exchange.deliberation import Deliberation
from roomsix.exchange.gathering import LEAD
from roomsix.exchange.result import Imported

FORMAT = "deliberation-log"


def kept(file: Path, folder: Path, runs: Path, name: str | None, account: Account) -> store.Run:
    """Read a session with its game and keep it as a run of its own below `runs`.

    Args:
        folder: The game's.
        name: The scenario's id; None for one made of the game's name.

    Raises:
        DefinitionError: The session or the game says what cannot be.
        RecordError: The run cannot be written.
    """
    game = deliberation.read(folder, account)
    read = logs.read(file, game)
    logs.tell(account)
    made = gathering.gathered(
        game,
        name or gathering.name_of(game),
        account,
        source=folder.resolve().name,
        rounds=logs.rounds(read, game),
    )
    return _written(read, game, made, runs, account)


def _written(
    read: logs.Session, game: Deliberation, made: Imported, runs: Path, account: Account
) -> store.Run:
    cast = {person.id: person for person in made.personas}
    # What cannot be recorded is found before anything is written.
    log, counts = logs.record(read, game, made.scenario, account)
    origin = store.Origin(
        format=FORMAT,
        source=read.file.name,
        digest=hashlib.sha256(source.data(read.file)).hexdigest(),
        turns=len(read.turns),
        read=counts.read,
        unread=counts.unread,
        none=counts.none,
    )
    info = _info(made, _answered(game), store.digest(made.scenario, cast), origin)
    writer = store.Writer.begin(runs / info.id, info, [(made.scenario, cast)])
    try:
        logs.record(read, game, made.scenario, Account(), writer.event)
        scores = scoring.score(
            made.scenario, session.ending(made.scenario, log.events), record=log.events
        )
        writer.sync_record()
        writer.write_outcome(scores.model_dump(mode="json"))
        ended = log.events[-1].what
        assert isinstance(ended, Ended)
        done = {"status": "finished", "finished": info.started, "totals": {"turns": log.turn}}
        done |= {"ending": (ended.outcome, ended.why)}
        writer.write_info(info.model_copy(update=done))
    except BaseException:
        # Half a session would be taken for a run that was stopped.
        shutil.rmtree(writer.folder, ignore_errors=True)
        raise
    finally:
        writer.close()
    return store.Run(writer.folder)


def _answered(game: Deliberation) -> Mapping[SeatId, str]:
    """Return who answered for each seat there, as the config has it."""
    models = (agent.model for agent in game.agents)
    found = zip(gathering.parties(game), models, strict=True)
    return {f"{party}{LEAD}": f"imported:{model or 'unknown'}" for party, model in found}


def _info(
    made: Imported, seats: Mapping[SeatId, str], definitions: str, origin: store.Origin
) -> store.RunInfo:
    now = datetime.now(UTC)
    return store.sealed(
        store.RunInfo(
            id=store.new_id(
                made.scenario.id, now=f"{now:%Y%m%d-%H%M%S}{now.microsecond // 1000:03}"
            ),
            status="running",
            scenario=made.scenario.id,
            title=made.scenario.title,
            seed=0,
            seats=seats,
            definitions=definitions,
            engine_version=ENGINE_VERSION,
            versions=running.versions(),
            started=f"{now:%Y-%m-%dT%H:%M:%SZ}",
            imported=origin,
        )
    )

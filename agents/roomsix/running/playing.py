"""One run being played into its folder, over what is there already."""

import asyncio
import json
import time
from collections.abc import Iterable, Mapping, Sequence

from roomsix import canonical, session, store
from roomsix.chat.metering import Meter
from roomsix.deal import SeatId, SessionId
from roomsix.errors import JournalMismatch, RecordError, RoomsixError
from roomsix.events import Event
from roomsix.journal import Journal
from roomsix.record import Log
from roomsix.running import account, timing
from roomsix.session import Epoch, Result, Watcher


class Play(session.Unwatched):
    """One run being played into its folder, from the beginning or over what is there already."""

    def __init__(
        self,
        writer: store.Writer,
        parts: Sequence[Epoch],
        *,
        journalled: Iterable[str] = (),
        record: Sequence[str] = (),
        like: Sequence[str] = (),
        watcher: Watcher | None = None,
        meter: Meter | None = None,
        scores: Sequence[str] | None = None,
    ) -> None:
        """Make ready."""
        self._writer = writer
        self._meter = meter or Meter(writer.info.limits)
        self._meter.open(store.Run(writer.folder).lines(store.SPENDING), writer.spend)
        self._parts = parts
        self._scores = scores
        self._regained = _Regained(writer, record, like)
        self._log = Log(parts[0].talks.scenario, self._regained.event)
        self._journal = Journal(
            journalled,
            sink=self._journalled,
            keep=writer.keep,
            recall=store.Run(writer.folder).blob,
            clock=lambda: time.time_ns() // 1_000_000,
        )
        self._watcher = watcher or session.Unwatched()
        self._again = bool(self._journal.calls)
        self._live = not self._again

    def on(self) -> Result:
        """Play to the end in an event loop of its own."""
        return asyncio.run(self.played())

    async def played(self) -> Result:
        """Play to the end, whatever was there before; let go of the folder in any case."""
        writer = self._writer
        try:
            self._watcher.began(writer.folder)
            result = await self._negotiated()
            self._regained.end(len(result.record))
            writer.sync_record()
            writer.write_outcome(result.scores.model_dump(mode="json"))
            done = {"status": "finished", "ending": (result.ended.outcome, result.ended.why)}
            writer.write_info(self._stopped(done))
        except (RoomsixError, KeyboardInterrupt, asyncio.CancelledError) as error:
            self._pause(error)
            raise
        finally:
            writer.close()
        result.folder = writer.folder
        return result

    def asking(self, seat: SeatId, session: SessionId, round_: int) -> None:
        """Pass on who is being asked."""
        self._watcher.asking(seat, session, round_)

    def arriving(self, seat: SeatId, characters: int) -> None:
        """Pass on how much has arrived."""
        self._watcher.arriving(seat, characters)

    def noticed(self, what: str) -> None:
        """Pass on what is worth a line."""
        self._watcher.noticed(what)

    def turned(self, new: Sequence[Event]) -> None:
        """Show what happened, once it is on disk; what comes of a journal has been shown before."""
        self._writer.sync()
        if self._live:
            self._watcher.turned(new)
        else:
            self._watcher.recalled(new)

    async def _negotiated(self) -> Result:
        """Play the talks for as long as they may last.

        Raises:
            BudgetSpent: The time is up. A call under way is given up, and asked again later.
        """
        async with timing.within(self._meter.limits.minutes):
            return await session.negotiate(
                self._parts[0].talks,
                epochs=self._parts,
                log=self._log,
                journal=self._journal,
                watcher=self,
                scores=self._scores,
            )

    def _stopped(self, how: Mapping[str, object]) -> store.RunInfo:
        return account.stopped(self._writer.info, self._log, self._journal, self._meter, how)

    def _journalled(self, line: str) -> None:
        # The journal has come to its end: what the record holds beyond was never shown.
        if not self._live:
            self._live = True
            self._regained.live(len(self._log.events))
            info, limits = self._writer.info, self._meter.limits
            if info.status != "running" or info.limits != limits:
                going = {"status": "running", "note": "", "finished": None, "limits": limits}
                self._writer.write_info(info.model_copy(update=going))
        self._writer.call(line)

    def _pause(self, error: BaseException) -> None:
        if self._again and not self._live:
            return  # a run that was not gone on with stays as it was
        note = error.message if isinstance(error, RoomsixError) else "interrupted"
        paused = {"status": "paused", "note": note.split("\n")[0]}
        try:
            self._writer.write_info(self._stopped(paused))
        except RecordError:
            if not isinstance(error, RecordError):
                raise


class _Regained:
    """The record as it is on disk: what comes again must be the same, what is new is added."""

    def __init__(self, writer: store.Writer, lines: Sequence[str], like: Sequence[str]) -> None:
        self._writer = writer
        self._lines = list(lines)
        self._like = like

    def event(self, event: Event, line: str) -> None:
        """Take an event and its line: compare it, or write it."""
        for known in (self._lines, self._like):
            if event.seq < len(known) and known[event.seq] != line:
                # What seats said stands below the first line, which is all that goes elsewhere.
                raise JournalMismatch(
                    f"record.jsonl:{event.seq + 1}: another event would be recorded today\n"
                    f"{_told(line)} in place of {_told(known[event.seq])}"
                )
        if event.seq >= len(self._lines):
            self._writer.event(event, line)

    def live(self, events: int) -> None:
        """Cut what a power cut left of the record but took from the journal.

        Raises:
            RecordError: It is more than the turn that was not yet finished.
        """
        if events >= len(self._lines):
            return
        turns = {_turn(line) for line in self._lines[events:]} - {None}
        if len(turns) > 1:
            raise RecordError(
                f"record.jsonl:{events + 1}: the journal holds no answers that lead to this event"
            )
        self._writer.forget(events)
        del self._lines[events:]

    def end(self, events: int) -> None:
        """Make sure that nothing is left over."""
        if events < len(self._lines):
            raise RecordError(f"record.jsonl:{events + 1}: lines after the end of the talks")


def _turn(line: str) -> int | None:
    turn: int | None = json.loads(line)["turn"]
    return turn


def _told(line: str) -> str:
    """Return what an event's line tells, without what ties it to the others."""
    fields = json.loads(line)
    shown = {name: fields[name] for name in ("seat", "kind", "data") if fields.get(name)}
    return canonical.line(shown)[:200]

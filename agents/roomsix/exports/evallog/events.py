"""A run's record and calls as Inspect's events: spans by session and turn, calls, what was done."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from inspect_ai.event import Event as Told
from inspect_ai.event import InfoEvent, ModelEvent, SpanBeginEvent, SpanEndEvent
from inspect_ai.model import (
    ChatCompletionChoice,
    ChatMessage,
    ChatMessageAssistant,
    ChatMessageSystem,
    ChatMessageUser,
    GenerateConfig,
    ModelOutput,
    StopReason,
)

from roomsix import acts, canonical, rules
from roomsix.calls import OutcomeKind
from roomsix.deal import SeatId, SessionId
from roomsix.events import Event
from roomsix.exports.asked import Asked
from roomsix.exports.evallog import usage
from roomsix.exports.source import Source
from roomsix.report.dialogue import Dialogue
from roomsix.report.scene import scene

_STOPS: Mapping[OutcomeKind, StopReason] = {
    "text": "stop",
    "refusal": "content_filter",
    "truncated": "max_tokens",
    "too long": "model_length",
}

_SENT = ("temperature", "top_p", "seed", "max_tokens", "frequency_penalty", "presence_penalty")
"""Sampling parameters that Inspect has a place for; all of them are in an event's metadata."""


class Story:
    """Tells one run, event by event.

    Attributes:
        spoken: The talks as messages: turns from the assistant, everything else from the user.
        turns: How many turns were told of so far.
    """

    def __init__(
        self,
        source: Source,
        calls: list[Asked],
        is_public: Callable[[Event], bool],
        *,
        public: bool,
    ) -> None:
        """Make ready.

        Args:
            calls: The run's calls; empty for a public story, and for a run played elsewhere.
            is_public: Tells which events are.
            public: Leave out what is not, rather than mark it.
        """
        self.spoken: list[ChatMessage] = []
        run = source.run
        self._id = run.info.id
        self._chats = run.info.seats
        self._record = source.record
        self._scenario = run.scenario
        self._scene = scene(self._scenario, run.cast)
        self._dialogue = Dialogue(self._scene, public=public)
        self._calls: dict[SeatId, list[Asked]] = {}
        for call in calls:
            self._calls.setdefault(call.question.seat, []).append(call)
        self._is_public = is_public
        self._public = public
        self._wordy = not calls
        self._start = datetime.fromisoformat(run.info.started)
        self._now = self._start
        self._made = 0
        self._session: tuple[SessionId, str] | None = None
        self._turn: tuple[int, str] | None = None
        self.turns = 0
        self._speaking: str | None = None
        self._heard = 0

    def tell(self) -> Iterator[Told]:
        """Yield every event, in order."""
        for event in self._record:
            if self._public and not self._is_public(event):
                continue
            yield from self._entered(event)
            yield from self._asked(event)
            yield self._done(event)
        yield from self._left()
        for left in self._calls.values():  # asked before the talks stopped; nothing came of it
            yield from map(self._call, left)

    def _entered(self, event: Event) -> Iterator[Told]:
        """Open and close spans, so that an event stands in its own."""
        if self._session is None or self._session[0] != event.session:
            yield from self._left()
            span = self._new()
            self._session = (event.session, span)
            title = rules.sitting(self._scenario, self._record, event.session).title
            yield self._span(span, None, title, "session")
        turn = None if self._turn is None else self._turn[0]
        if event.turn == turn:
            return
        yield from self._turned()
        if event.turn is not None and event.seat is not None:
            self.turns += 1
            span = self._new()
            self._turn = (event.turn, span)
            number = self.turns if self._public else event.turn
            name = f"turn {number}: {self._scene.seated[event.seat].name}"
            # Spans of the type "turn" are the viewer's own, and would lose their names in it.
            yield self._span(span, self._session[1], name, "seat")

    def _left(self) -> Iterator[Told]:
        yield from self._turned()
        if self._session is not None:
            yield self._end(self._session[1])
            self._session = None

    def _turned(self) -> Iterator[Told]:
        if self._turn is None:
            return
        if self._wordy:
            yield from self._words()
        yield self._end(self._turn[1])
        self._turn = None

    def _words(self) -> Iterator[ModelEvent]:
        """Yield what was heard of a turn as a call without a prompt.

        Inspect's frame of messages reads calls alone, and would not open without any.
        """
        message = self.spoken[-1] if self.spoken else None
        if not isinstance(message, ChatMessageAssistant) or self._heard == len(self.spoken):
            return
        since = self.spoken[self._heard : -1]
        self._heard = len(self.spoken)
        told = message.metadata or {}
        yield ModelEvent(
            model=message.model or "",
            role=told["seat"],
            input=since,
            tools=[],
            tool_choice="none",
            config=GenerateConfig(),
            output=ModelOutput(
                model=message.model or "",
                choices=[ChatCompletionChoice(message=message, stop_reason="stop")],
            ),
            metadata={**told, "prompt": "left out" if self._public else "none is kept"},
            **self._place(self._now),
        )

    def _asked(self, event: Event) -> Iterator[Told]:
        """Yield the calls that an event comes of, once: before the first event of a turn."""
        own = self._calls.get(event.seat or "", [])
        if event.turn is not None:
            taken = sum(call.question.turn == event.turn for call in own)
        elif event.what.kind in ("assessed", "invalid"):
            # An assessment: all that its author was asked since its last turn.
            turns = [at for at, call in enumerate(own) if call.question.turn is not None]
            taken = turns[0] if turns else len(own)
        else:
            taken = 0
        yield from map(self._call, own[:taken])
        del own[:taken]

    def _call(self, call: Asked) -> ModelEvent:
        question, outcome = call.question, call.question.outcome
        system, user = (message["content"] for message in question.messages)
        name = f"{self._id}-{question.seat}-{question.index}"
        began = self._at(call.began)
        ended = None if call.ended is None else self._at(call.ended)
        self._now = max(self._now, ended or began)
        kind = "never answered" if outcome is None else outcome.kind
        output = ModelOutput(model=question.chat.name)
        if outcome is not None:
            said = ChatMessageAssistant(
                content=outcome.text, id=f"{name}-answer", model=question.chat.name
            )
            stop = _STOPS.get(outcome.kind, "unknown")
            output = ModelOutput(
                model=outcome.model or question.chat.name,
                choices=[ChatCompletionChoice(message=said, stop_reason=stop)],
                usage=usage.of(outcome.usage),
                time=outcome.latency_ms / 1000,
            )
        return ModelEvent(
            model=question.chat.name,
            role=question.seat,
            input=[
                ChatMessageSystem(content=system, id=canonical.digest(system)),
                ChatMessageUser(content=user, id=f"{name}-question"),
            ],
            tools=[],
            tool_choice="none",
            config=_config(question.chat.sampling),
            output=output,
            retries=outcome.attempts - 1 if outcome is not None else None,
            error=None if kind == "text" else kind,
            completed=ended,
            working_time=outcome.latency_ms / 1000 if outcome is not None else None,
            metadata={**_told(call), "private": True},
            **self._place(began),
        )

    def _done(self, event: Event) -> InfoEvent:
        """Tell an event of the record, and keep what is said in it for the messages."""
        private = not self._is_public(event)
        paper = getattr(event.what, "paper", None)
        number = self._dialogue.papers.number(paper)
        lines = self._dialogue.tell([event])
        if isinstance(event.what, acts.Propose | acts.Draft):
            number = len(self._dialogue.papers)
        data: dict[str, Any] = {
            "text": "\n".join(lines),
            "seat": event.seat,
            "session": event.session,
            "round": event.round,
            "turn": self.turns if self._public and event.turn else event.turn,
            **({} if number is None else {"number": number}),
        }
        # Numbers of events, and whatever else only the whole record has, stay out of a public log.
        left_out = {"kind", "paper", "aside"} if self._public else {"kind"}
        data["data"] = event.what.model_dump(mode="json", exclude=left_out)
        if not self._public:
            data |= {"seq": event.seq, "audience": list(event.audience)}
        if event.what.kind not in ("thought", "invalid"):
            self._speak(event, lines, private=private)
        return InfoEvent(
            source=event.what.kind,
            data=data,
            metadata={"private": private},
            **self._place(self._now),
        )

    def _speak(self, event: Event, lines: list[str], *, private: bool) -> None:
        """Add lines to the messages; those of one turn are one message."""
        if not lines:
            return
        text = "\n".join(lines)
        span = self._turn[1] if self._turn else None
        last = self.spoken[-1] if self.spoken else None
        if last is not None and last.metadata and span is not None and span == self._speaking:
            last.content = f"{last.text}\n{text}"
            last.metadata["private"] |= private
            return
        self._speaking = span
        told = {"seat": event.seat, "session": event.session, "private": private}
        name = f"{self._id}-{len(self.spoken)}"
        message: ChatMessage = ChatMessageUser(content=text, id=name, metadata=told)
        if span is not None and event.seat is not None:
            chat = self._chats.get(event.seat)
            message = ChatMessageAssistant(content=text, id=name, model=chat, metadata=told)
        self.spoken.append(message)

    def _span(self, span: str, parent: str | None, name: str, kind: str) -> SpanBeginEvent:
        place = self._place(self._now) | {"span_id": span}
        return SpanBeginEvent(id=span, parent_id=parent, name=name, type=kind, **place)

    def _end(self, span: str) -> SpanEndEvent:
        return SpanEndEvent(id=span, **(self._place(self._now) | {"span_id": span}))

    def _place(self, at: datetime) -> dict[str, Any]:
        """Return what ties an event to its span and its time."""
        span = self._turn or self._session
        return {
            "uuid": self._new(),
            "span_id": None if span is None else span[1],
            "timestamp": at,
            "working_start": max(0.0, (at - self._start).total_seconds()),
        }

    def _new(self) -> str:
        """Return a name that nothing else in the log has, and that is the same every time."""
        self._made += 1
        return canonical.digest(f"{self._id} {self._made}")[:22]

    def _at(self, milliseconds: int) -> datetime:
        return datetime.fromtimestamp(milliseconds / 1000, UTC) if milliseconds else self._now


def _told(call: Asked) -> dict[str, Any]:
    told = call.question.data()
    kept = ("seat", "index", "turn", "sampling", "hash", "asked")
    form = call.question.outcome.form if call.question.outcome else None
    return {**{name: told[name] for name in kept}, "used": call.used, "form": form}


def _config(sampling: Mapping[str, Any]) -> GenerateConfig:
    return GenerateConfig(**{name: sampling[name] for name in _SENT if name in sampling})

"""How well the sweep finds what was given away, on labelled utterances: `sweep.py [--held-out]`.

Each utterance of `tests/sweep/labelled` becomes a record of its own, which is swept. A label is
found where a finding has its class and one of its secrets; the findings of a class are right where
one of them is a label's. Intervals are Wilson's, 95 per cent. Prints one JSON object with `--json`;
`--errors` lists what was missed and what was found wrongly, of the tuning half alone.
"""

import argparse
import asyncio
import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from math import sqrt
from pathlib import Path
from typing import Any, Literal

import yaml

from roomsix import acts, calls, events
from roomsix.calls import Chat
from roomsix.chat.metering import Meter
from roomsix.cli import sweeping
from roomsix.cli.desk import Desk
from roomsix.deal import SeatId
from roomsix.events import Event, Record
from roomsix.scenario import Scenario, Session
from roomsix.scoring.sweep import Finding, Swept, lore, secrets, sweep
from roomsix.scoring.sweep import judge as judging
from roomsix.scoring.sweep.lore import Lore
from roomsix.workspace import Workspace

ROOT = Path(__file__).resolve().parents[1]
LABELLED = ROOT / "tests" / "sweep" / "labelled"
CLASSES = ("verbatim", "paraphrase", "inferential", "relay")

Half = Literal["tuning", "held-out"]

Sweeper = Callable[[Scenario, Record], Swept]


@dataclass(frozen=True)
class Label:
    """What an utterance gives away.

    Attributes:
        secrets: Any of these is right.
    """

    kind: str
    secrets: tuple[str, ...]
    allowed: bool


@dataclass(frozen=True)
class Utterance:
    """One labelled utterance, with its fields as they are written."""

    id: str
    scenario: str
    fields: Mapping[str, Any]

    @property
    def half(self) -> Half:
        """Held out when the first byte of the SHA-256 of its id is odd."""
        odd = hashlib.sha256(self.id.encode()).digest()[0] % 2
        return "held-out" if odd else "tuning"

    @property
    def labels(self) -> tuple[Label, ...]:
        """Its labels; none where it gives nothing away."""
        return tuple(_label(text) for text in self.fields.get("is", ()))


@dataclass
class Count:
    """Labels found and missed, findings right and wrong."""

    found: int = 0
    missed: int = 0
    right: int = 0
    wrong: int = 0

    def measures(self) -> dict[str, dict[str, float | int] | None]:
        """Return precision and recall, each with its interval; None where there is nothing."""
        return {
            "precision": share(self.right, self.right + self.wrong),
            "recall": share(self.found, self.found + self.missed),
        }


@dataclass
class Measured:
    """What came of a half.

    Attributes:
        clean: Utterances that give nothing away, and how many of them were left alone.
        ruled: Findings of the right class and secret, and how many had the right ruling.
        errors: What went wrong, for a reader.
    """

    counts: dict[str, Count] = field(default_factory=dict)
    clean: list[int] = field(default_factory=lambda: [0, 0])
    ruled: list[int] = field(default_factory=lambda: [0, 0])
    errors: list[str] = field(default_factory=list)

    def of(self, kind: str) -> Count:
        """Return the count of a class."""
        return self.counts.setdefault(kind, Count())

    def data(self) -> dict[str, Any]:
        """Return all of it as JSON holds it."""
        return {
            **{kind: self.of(kind).measures() for kind in (*CLASSES, "any")},
            "clean left alone": share(self.clean[1], self.clean[0]),
            "ruled rightly": share(self.ruled[1], self.ruled[0]),
        }


def wilson(hits: int, of: int, z: float = 1.959964) -> tuple[float, float]:
    """Return the interval of a rate (Wilson 1927)."""
    rate, scale = hits / of, 1 + z * z / of
    middle = (rate + z * z / (2 * of)) / scale
    reach = z * sqrt(rate * (1 - rate) / of + z * z / (4 * of * of)) / scale
    return max(0.0, middle - reach), min(1.0, middle + reach)


def share(hits: int, of: int) -> dict[str, float | int] | None:
    """Return a rate with its interval; None of nothing."""
    if not of:
        return None
    low, high = wilson(hits, of)
    return {"n": of, "rate": round(hits / of, 3), "low": round(low, 3), "high": round(high, 3)}


def utterances() -> tuple[Utterance, ...]:
    """Return every labelled utterance, file by file."""
    found = []
    for file in sorted(LABELLED.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        found += [Utterance(u["id"], data["scenario"], u) for u in data["utterances"]]
    return tuple(found)


@cache
def scenario(name: str) -> Scenario:
    """Return a scenario: one that is shipped, or the drawn one beside the labels."""
    own = LABELLED.parent / f"{name}.yaml"
    return Workspace(ROOT).scenario(str(own) if own.exists() else name)


@cache
def known(name: str) -> Lore:
    """Return what there is to tell in a scenario."""
    return lore.lore(scenario(name))


def by_rules(scenario: Scenario, record: Record) -> Swept:
    """Sweep by rules alone."""
    return sweep(scenario, record, known=known(scenario.id))


def judged_by(named: str) -> Sweeper:
    """Return a sweep with a model as a second reader, to hold it against the labels."""
    chat = sweeping.model(Desk(), named, Meter())

    def judged(scenario: Scenario, record: Record) -> Swept:
        return asyncio.run(_closing(judging.judged(scenario, record, chat), chat))

    return judged


async def _closing(judged: Coroutine[Any, Any, Swept], chat: Chat) -> Swept:
    """Let go of the connection with each loop that ends."""
    try:
        return await judged
    finally:
        await calls.close([chat])


def measure(half: Half, *, sweeper: Sweeper = by_rules) -> Measured:
    """Sweep the utterances of a half and hold what is found against their labels."""
    done = Measured()
    for utterance in utterances():
        if utterance.half == half:
            _compare(done, utterance, found(utterance, sweeper=sweeper))
    return done


def found(utterance: Utterance, *, sweeper: Sweeper = by_rules) -> tuple[Finding, ...]:
    """Return what the sweep finds in an utterance, what led up to it left out."""
    staged = scenario(utterance.scenario)
    before, record = _staged(staged, utterance.fields)
    swept = sweeper(staged, record)
    assert not swept.breaches, (utterance.id, swept.breaches)
    return tuple(finding for finding in swept.findings if finding.seq >= before)


def _compare(done: Measured, utterance: Utterance, findings: Sequence[Finding]) -> None:
    labels, any_ = utterance.labels, done.of("any")
    if not labels:
        done.clean[0] += 1
        done.clean[1] += not findings
    hits = [label for label in labels if any(_right(f, label) for f in findings)]
    wanted = labels[:1] if utterance.fields.get("alternatives") and not hits else labels
    if utterance.fields.get("alternatives") and hits:
        wanted = tuple(hits)
    for label in wanted:
        hit = label in hits
        count = done.of(label.kind)
        count.found += hit
        count.missed += not hit
        if not hit:
            shown = [f"{f.kind} {f.secret}" for f in findings]
            done.errors.append(f"{utterance.id} missed {label.kind} {label.secrets}: {shown}")
        if hit:
            allowed = next(f.allowed for f in findings if _right(f, label))
            done.ruled[0] += 1
            done.ruled[1] += allowed == label.allowed
            if allowed != label.allowed:
                done.errors.append(f"{utterance.id} ruled {allowed}, is {label.allowed}")
    for kind in dict.fromkeys(finding.kind for finding in findings):
        right = any(_right(f, label) for f in findings if f.kind == kind for label in labels)
        done.of(kind).right += right
        done.of(kind).wrong += not right
        if not right:
            which = [f.secret for f in findings if f.kind == kind]
            done.errors.append(f"{utterance.id} wrongly {kind} {which}")
    if labels:
        any_.found += bool(findings)
        any_.missed += not findings
    any_.right += bool(findings and labels)
    any_.wrong += bool(findings and not labels)


def _right(finding: Finding, label: Label) -> bool:
    return finding.kind == label.kind and finding.secret in label.secrets


def _label(text: str) -> Label:
    kind, which, *ok = text.split()
    return Label(kind, tuple(which.split("|")), ok == ["ok"])


def _staged(known: Scenario, fields: Mapping[str, Any]) -> tuple[int, Record]:
    """Return a record in which an utterance is said, and the `seq` at which it begins."""
    stage = _Stage(known)
    for each in fields.get("heard", ()):
        secret, _, by, *aloud = each.split()
        stage.told(secret, by, fields["by"], aloud=bool(aloud))
    stage.open(*_place(known, fields["in"]))
    if fields.get("asked"):
        asker = next(seat for seat in stage.here if known.seats[seat].party is None)
        stage.add(asker, acts.Ask(to=fields["by"]))
    stage.read(fields["by"])
    before = len(stage.record)
    for package in _packages(known, fields):
        stage.add(fields["by"], acts.Propose(package=package))
    if "say" in fields:
        party = known.seats[fields["by"]].party
        own = tuple(s for s in stage.here if known.seats[s].party == party)
        if fields.get("whisper"):
            stage.add(fields["by"], events.Whispered(text=fields["say"]), own)
        else:
            off = bool(fields.get("off_record")) or stage.off
            stage.add(fields["by"], events.Said(text=fields["say"], off_record=off))
    return before, stage.record


def _packages(known: Scenario, fields: Mapping[str, Any]) -> Iterator[dict[str, str]]:
    for changed in fields.get("offers", ()):
        party = known.seats[fields["by"]].party
        assert party is not None
        yield {**known.parties[party].position.opening, **changed}


def _place(known: Scenario, where: str) -> tuple[str, tuple[SeatId, ...], Session | None]:
    """Return a session's name, who is present, and what it is where it is a meeting apart."""
    kind, _, to = where.partition(":")
    if not to:
        held = known.sessions[where]
        return where, held.present, None
    neutral = [s for s, place in known.seats.items() if place.role == "mediator"]
    here = (*neutral, *(known.seats_of(to) if kind == "caucus" else (to,)))
    aside = Session.model_validate(
        {"kind": kind, "title": "Apart", "turns": (here,), "off_record": True}
    )
    return f"{kind}-{to}", here, aside


class _Stage:
    """A record in the making."""

    def __init__(self, known: Scenario) -> None:
        self.known = known
        self.record = Record()
        self.session = ""
        self.here: tuple[SeatId, ...] = ()
        self.off = False

    def open(self, name: str, here: tuple[SeatId, ...], aside: Session | None = None) -> None:
        self.session, self.here, self.off = name, here, bool(aside and aside.off_record)
        self.add(None, events.Opened(present=here, aside=aside))

    def add(
        self, seat: SeatId | None, what: Any, audience: tuple[SeatId, ...] | None = None
    ) -> None:
        self.record.append(
            Event(
                seq=len(self.record),
                session=self.session,
                round=1,
                turn=len(self.record) if seat else None,
                seat=seat,
                audience=self.here if audience is None else audience,
                what=what,
            )
        )

    def read(self, seat: SeatId) -> None:
        """Let a seat read all that is to reach it."""
        for item in self.known.seats[seat].feed:
            self.add(None, events.Fed(text=item.text, fact=item.fact, holds=item.holds), (seat,))

    def told(self, secret: str, by: SeatId, to: SeatId, *, aloud: bool) -> None:
        """Let a seat tell another a secret, in the corridor or in front of everyone."""
        if aloud:
            plenary = next(n for n, s in self.known.sessions.items() if s.kind == "plenary")
            self.open(plenary, self.known.sessions[plenary].present)
        else:
            aside = Session.model_validate(
                {"kind": "corridor", "title": "Apart", "turns": ((by, to),), "off_record": True}
            )
            self.open(f"corridor-{by}-{to}", (by, to), aside)
        kind, _, name = secret.partition(":")
        if kind == "fact":
            self.add(by, acts.Disclose(fact=name))
            return
        item = next(each for each in secrets(self.known) if each.id == secret)
        text = " ".join(item.texts) or f"We need {item.numbers[-1]} points."
        self.add(by, events.Said(text=text, off_record=not aloud))


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--held-out", action="store_true", help="the half that tuning never saw")
    parser.add_argument(
        "--errors", action="store_true", help="list errors, of the tuning half alone"
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--judge", metavar="CHAT", help="openai:MODEL as a second reader")
    given = parser.parse_args()
    half: Half = "held-out" if given.held_out else "tuning"
    done = measure(half, sweeper=judged_by(given.judge) if given.judge else by_rules)
    data = {"half": half, "judge": given.judge, **done.data()}
    if given.json:
        print(json.dumps(data))
    else:
        _print(data, half)
    if given.errors and half == "tuning":
        print(*done.errors, sep="\n", file=sys.stderr)
    return 0


def _print(data: Mapping[str, Any], half: Half) -> None:
    counted = Counter(u.half for u in utterances())[half]
    print(f"{half}: {counted} utterances")
    for name, measures in data.items():
        if name in ("half", "judge"):
            continue
        parts = measures.items() if "precision" in measures else [("", measures)]
        for what, one in parts:
            rate = "-" if one is None else _rate(one)
            print(f"  {name:<17} {what:<10} {rate}")


def _rate(one: Mapping[str, float]) -> str:
    return f"{one['rate']:.2f} [{one['low']:.2f}, {one['high']:.2f}] of {one['n']}"


if __name__ == "__main__":
    sys.exit(main())

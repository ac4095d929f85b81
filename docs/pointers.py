"""A table that points from each element of the story to the definitions and into an example run.

A row's last cell begins with a comment that says what is looked for; what follows it is found:

    <!-- object by=kim in=prelim-coalition seat=volkov -->

First the event's kind, then whose doing it is (`by`), the session (`in`), and fields of the event.
`says` is a pattern that the words of the same turn match, or the path of talking points in the
scenario of which they hold one. The page names the seeds of its runs after `<!-- seeds -->`.
"""

import asyncio
import itertools
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from roomsix import session
from roomsix.cli.desk import Desk
from roomsix.cli.options import Described
from roomsix.cli.seating import seated
from roomsix.events import Event, Opened, Record, Said, Whispered
from roomsix.session import Talks

ROOT = Path(__file__).resolve().parents[1]
SCENARIO = "room-six"
RUNS = 4
"""How many example runs a page has."""
TRIED = range(1, 25)
"""The seeds that runs are looked for among when those of the page will not do any more."""
LONGEST = 120
"""How many characters of an event are quoted, at most."""

_ROW = re.compile(
    r"^\| (?P<what>.+?) \| (?P<where>.+?) \| <!-- (?P<query>.+?) -->.*\|$", re.MULTILINE
)
_DEFINED = re.compile(r"^\| [^|]+ \| (?P<where>[^|]*`[^|]+) \|", re.MULTILINE)
_SEEDS = re.compile(r"<!-- seeds --> Seeds ([\d, ]+)\.")
_NAMED = ("fact", "exhibit", "issue", "option", "incident", "party", "why")
"""The fields that say which thing an event is about, by the scenario's ids."""
_OWN = ("sign", "what", "text", "because")
"""The fields that hold an event's own words."""


class Missing(Exception):
    """A row looks for what does not happen."""


def rows(page: str) -> Iterator[tuple[str, str]]:
    """Yield the element of each row that has an event, and what is looked for."""
    for match in _ROW.finditer(page):
        yield match["what"], match["query"]


def places(page: str) -> Iterator[str]:
    """Yield what each row says of the definitions, with an event or without."""
    for match in _DEFINED.finditer(page):
        yield match["where"]


def rendered(page: str) -> str:
    """Return the page with every row's event found again, in other runs if need be.

    Raises:
        Missing: No few runs have all the events.
    """
    queries = [query for _, query in rows(page)]
    seeds = seeds_of(page)
    if any(found(query, seeds) is None for query in queries):
        seeds = _enough(queries)

    def redone(match: re.Match[str]) -> str:
        seed, event = found(match["query"], seeds) or (0, None)
        assert event is not None
        sought = _wanted(match["query"])[1].get("says")
        cell = f"<!-- {match['query']} --> {_described(seed, event, sought)}"
        return f"| {match['what']} | {match['where']} | {cell} |"

    named = f"<!-- seeds --> Seeds {', '.join(map(str, seeds))}."
    return _SEEDS.sub(named, _ROW.sub(redone, page))


def seeds_of(page: str) -> tuple[int, ...]:
    """Return the seeds of a page's example runs."""
    named = _SEEDS.search(page)
    return tuple(map(int, named[1].split(", "))) if named else ()


def found(query: str, seeds: Iterable[int]) -> tuple[int, Event] | None:
    """Return the first event that a row looks for, and the seed of its run; None for none."""
    kind, wanted = _wanted(query)
    for seed in seeds:
        _, record = example(seed)
        for event in record.of(kind):
            if _fits(record, event, wanted):
                return seed, event
    return None


def _enough(queries: Sequence[str]) -> tuple[int, ...]:
    has = {s: {query for query in queries if found(query, [s])} for s in TRIED}
    for seeds in itertools.combinations(TRIED, RUNS):
        if set().union(*(has[seed] for seed in seeds)) == set(queries):
            return seeds
    never = set(queries).difference(*has.values())
    rare = {q: sum(q in had for had in has.values()) for q in queries}
    few = sorted(queries, key=lambda query: rare[query])[:8]
    told = never or {f"{query} ({rare[query]} of {len(TRIED)} runs)" for query in few}
    raise Missing("no few runs have all of it; look at: " + "; ".join(sorted(told)))


@cache
def example(seed: int) -> tuple[Talks, Record]:
    """Play an example run in memory, with mocks in every seat."""
    talks = seated(Desk(ROOT), Described(SCENARIO, seed))
    return talks, asyncio.run(session.negotiate(talks)).record


def unresolved(where: str) -> Iterator[str]:
    """Yield what a row says of the definitions and is not so.

    A file's name in backticks is followed by paths in it, and a path by words that stand there.
    """
    file: str | None = None
    at: Any = None
    for code, quoted in re.findall(r"`([^`]+)`|“([^”]+)”", where):
        if code.endswith((".yaml", ".md")):
            file, at = code, None
        elif code and file is None:
            yield f"{code}: in no file"
        elif code:
            at = _value(_definitions(file or ""), code)
            if at is None:
                yield f"{file}: there is no {code}"
        elif " ".join(quoted.split()) not in _text(at):
            yield f"{file}: “{quoted}” does not stand there"


def _wanted(query: str) -> tuple[str, Mapping[str, str]]:
    kind, *rest = shlex.split(query)
    return kind, dict(each.split("=", 1) for each in rest)


@cache
def _definitions(file: str) -> Mapping[str, Any]:
    """Return a definition as it is written; of a persona also its `prose` and its `private`."""
    text = (ROOT / file).read_text(encoding="utf-8")
    if not file.endswith(".md"):
        return dict(yaml.safe_load(text))
    _, front, body = text.split("---\n", 2)
    prose, _, private = body.partition("\n## Private\n")
    return {**yaml.safe_load(front), "prose": prose, "private": private}


def _value(tree: Any, path: str) -> Any:
    for key in path.split("."):
        if isinstance(tree, list):
            tree = tree[int(key)] if key.isdigit() and int(key) < len(tree) else None
        else:
            tree = tree.get(key) if isinstance(tree, Mapping) else None
    return tree


def _text(value: Any) -> str:
    """Return all the words below a value, on one line."""
    if isinstance(value, Mapping):
        return " ".join(f"{key} {_text(each)}" for key, each in value.items())
    if isinstance(value, list):
        return " ".join(map(_text, value))
    return " ".join(str(value).split())


def _fits(record: Record, event: Event, wanted: Mapping[str, str]) -> bool:
    data = event.what.model_dump(mode="json")
    for key, value in wanted.items():
        if key == "by":
            is_so = event.seat == value
        elif key == "in":
            is_so = event.session.startswith(value)
        elif key == "says":
            is_so = _said(record, event, value) is not None
        else:
            is_so = str(_value(data, key)) == value
        if not is_so:
            return False
    return True


def _said(record: Record, event: Event, sought: str) -> str | None:
    """Return the words of an event's turn from the sentence with what is sought; None without."""
    words = _words(record, event)
    if sought.startswith("/"):
        match = re.search(sought.strip("/"), words)
        at = match.start() if match else -1
    else:
        points = _value(_definitions(f"scenarios/{SCENARIO}.yaml"), sought) or ()
        at = max((words.find(" ".join(point.split())) for point in points), default=-1)
    return words[words.rfind(". ", 0, at) + 1 :].strip() if at >= 0 else None


def _words(record: Record, event: Event) -> str:
    """Return what is said, or else whispered, in an event's turn."""
    spoken = (e for e in record.of("said", "whispered") if e.turn == event.turn is not None)
    return next((e.what.text for e in spoken if isinstance(e.what, Said | Whispered)), "")


def _described(seed: int, event: Event, sought: str | None) -> str:
    talks, record = example(seed)
    place = [f"seed {seed}", _title(talks, record, event)]
    if event.turn is not None:
        place.append(f"turn {event.turn}")
    elif event.round:
        place.append(f"round {event.round}")
    data = event.what.model_dump(mode="json")
    named = (data[key] for key in _NAMED if isinstance(data.get(key), str))
    did = " ".join([f"`{event.what.kind}`", *named])
    whose = event.seat or data.get("of")
    by = f" by {talks.cast[talks.scenario.seats[whose].persona].name}" if whose else ""
    quote = _said(record, event, sought) if sought else _quote(talks, record, event)
    return f"{', '.join(place)}: {did}{by}" + (f" “{_cut(quote)}”" if quote else "")


def _title(talks: Talks, record: Record, event: Event) -> str:
    """Return the title of the session an event falls in, of a meeting apart its own."""
    held = talks.scenario.sessions.get(event.session)
    opened = (e.what for e in record.of("opened") if e.session == event.session)
    apart = (what.aside.title for what in opened if isinstance(what, Opened) and what.aside)
    return held.title if held else next(apart)


def _quote(talks: Talks, record: Record, event: Event) -> str:
    """Return words that stand for an event: its own, a fact's, or those said in its turn."""
    data = event.what.model_dump(mode="json")
    if event.what.kind == "opened":
        return talks.scenario.sessions[event.session].about if not data["aside"] else ""
    if event.what.kind == "assessed":
        return " ".join(each["holds_back"] for each in data["parties"].values())
    if event.what.kind in ("submit", "unsealed"):
        return f"allows {len(data['allow'])} measures, needs to see {len(data['need'])}"
    own = next((data[key] for key in _OWN if data.get(key)), None)
    if own:
        return str(own)
    fact = talks.scenario.facts.get(data.get("fact") or "")
    return _words(record, event) or (fact.text if fact else "")


def _cut(text: str) -> str:
    text = " ".join(text.replace("|", "/").split())
    return text if len(text) <= LONGEST else f"{text[:LONGEST].rsplit(' ', 1)[0]} …"

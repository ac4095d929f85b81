"""Results as JSON, and back: a document of whole suites, or a row a line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from pydantic import ValidationError

from roomsix.errors import RecordError
from roomsix.evaluation.results import Results
from roomsix.store import disk

VERSION = 1


def document(results: Results) -> dict[str, object]:
    """Return what came of a suite, for a program; `read` makes results of it again."""
    return {
        "results": VERSION,
        "suite": results.suite.id,
        "title": results.suite.title,
        "folder": None if results.folder is None else str(results.folder),
        "planned": results.planned,
        "stopped": results.stopped,
        "judged": results.judged,
        "passed": results.passed,
        "words": list(results.words),
        "made": results.made.model_dump(mode="json"),
        "judges": [
            {**each.model_dump(mode="json"), "label": each.label(results.rows)}
            for each in results.judges
        ],
        "gates": [
            {**verdict.model_dump(mode="json"), "verdict": verdict.word}
            for verdict in results.verdicts
        ],
        "definition": json.loads(results.suite.model_dump_json(by_alias=True)),
        "rows": [row.model_dump(mode="json") for row in results.rows],
    }


def as_json(played: Sequence[Results]) -> str:
    """Return all of them as one document."""
    return json.dumps([document(each) for each in played], ensure_ascii=False, indent=1) + "\n"


def as_lines(played: Iterable[Results]) -> str:
    """Return a line for every run."""
    rows = (row for results in played for row in results.rows)
    return "".join(f"{row.model_dump_json(exclude_defaults=True)}\n" for row in rows)


def read(file: Path) -> list[Results]:
    """Return the results that a document holds.

    Raises:
        RecordError: It is none, or damaged.
    """
    try:
        told = json.loads(file.read_text("utf-8"))
        return list(_read(told if isinstance(told, list) else [told]))
    except OSError as error:
        raise RecordError(f"{file} cannot be read: {disk.why(error)}") from None
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        first = str(error).split("\n")[0]
        raise RecordError(
            f"{file} holds no results of suites: {first}", hint="`roomsix eval --out x.json` does"
        ) from None


def _read(documents: Iterable[dict[str, object]]) -> Iterator[Results]:
    for told in documents:
        named = {
            name: told[name] for name in ("rows", "planned", "judged", "stopped", "folder", "words")
        }
        named["made"] = told.get("made", {})  # older documents do not say
        # Older documents do not say; a label is made anew.
        judges = told.get("judges", [])
        if not isinstance(judges, list):
            raise TypeError("'judges' is no list")
        named["judges"] = [
            {name: value for name, value in each.items() if name != "label"} for each in judges
        ]
        yield Results.model_validate_json(json.dumps({**named, "suite": told["definition"]}))

"""A draft: what was typed so far, entry by entry, and the reply it makes."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from pydantic import JsonValue

from roomsix import canonical, replies
from roomsix.deal import IssueId, OptionId, Package
from roomsix.errors import UsageError, did_you_mean

Kind = Literal["say", "think", "whisper", "off", "claim", "act", "term", "side", "doubt", "fact"]


class Unclear(UsageError):
    """What was typed cannot be taken as anything; nothing is changed by it."""


@dataclass(frozen=True)
class Entry:
    """One thing typed.

    Attributes:
        key: What a later entry of the same kind must share to replace this one; empty where one
            entry of the kind replaces another in any case, or where all of them count.
        value: The fields of an act, a text, or whatever else the kind calls for.
    """

    typed: str
    kind: Kind
    value: JsonValue
    key: tuple[str, ...] = ()


Draft = tuple[Entry, ...]
"""The entries, oldest first. Taking back the last one is leaving it out."""


def text(draft: Draft, kind: Kind) -> str:
    """Return the words of a kind in a draft, in the order they were typed."""
    return " ".join(str(entry.value) for entry in draft if entry.kind == kind)


def act(draft: Draft) -> dict[str, Any]:
    """Return the act of a draft with its fields: the last one typed; `pass` for none."""
    found: dict[str, Any] = {"act": "pass"}
    for entry in draft:
        if entry.kind == "act":
            assert isinstance(entry.value, dict)
            found = dict(entry.value)
        elif entry.kind == "term":
            if found["act"] != "submit":
                found = {"act": "submit", "allow": [], "need": []}
            (side,) = entry.key
            found = {**found, side: [*found[side], entry.value]}
    return found


def turn(draft: Draft) -> str:
    """Return the reply that a draft makes in a turn."""
    fields: dict[str, JsonValue] = {
        "thinking": text(draft, "think"),
        "say": text(draft, "say"),
        **act(draft),
        "claims": [{"fact": fact, "holds": holds} for fact, holds in _last(draft, "claim").items()],
    }
    if any(entry.kind == "off" for entry in draft):
        fields["off_record"] = True
    if whispered := text(draft, "whisper"):
        fields["whisper"] = whispered
    return replies.complete(fields)


def assessment(draft: Draft) -> str:
    """Return the row of the board that a draft makes."""
    sides: dict[str, dict[str, Any]] = {}
    for entry in draft:
        if entry.kind == "side":
            party, field, *about = entry.key
            side = sides.setdefault(party, {"limits": {}, "red_lines": {}})
            if about:
                side[field]["/".join(about)] = entry.value
            else:
                side[field] = entry.value
    return canonical.line(
        {
            "thinking": text(draft, "think"),
            "parties": [_side(party, said) for party, said in sides.items()],
            "doubts": [
                {"n": int(n), "false_percent": percent}
                for n, percent in _last(draft, "doubt").items()
            ],
            "facts": [
                {"fact": fact, "true_percent": percent}
                for fact, percent in _last(draft, "fact").items()
            ],
        }
    )


def edited(
    options: Mapping[IssueId, Mapping[OptionId, str]], base: Package, changes: Package
) -> dict[IssueId, OptionId]:
    """Return a package with some issues changed and all others left, in the order of the issues.

    Args:
        options: Every issue and what can be chosen of it.
        base: Where it starts from; empty for nowhere.

    Raises:
        Unclear: An issue or option is none there is, or an issue is left without an option.
    """
    for issue, option in changes.items():
        known(issue, options, "issue")
        known(option, options[issue], f"option of {issue}")
    whole = {**base, **changes}
    missing = [issue for issue in options if issue not in whole]
    if missing:
        raise Unclear(
            f"there is no earlier paper to change, and an option is missing for:"
            f" {', '.join(missing)}",
            hint="ISSUE=OPTION for each",
        )
    return {issue: whole[issue] for issue in options}


def known(word: str, words: Mapping[str, object] | tuple[str, ...], what: str) -> str:
    """Return a word that must be one of some.

    Raises:
        Unclear: It is not; the nearest one is named, or all of them.
    """
    if word in words:
        return word
    there = ", ".join(words) or "none"
    raise Unclear(f"no {what} {word!r}", hint=did_you_mean(word, words) or f"there are: {there}")


def _last(draft: Draft, kind: Kind) -> dict[str, JsonValue]:
    """Return what was said last of each thing that entries of a kind are about."""
    return {entry.key[0]: entry.value for entry in draft if entry.kind == kind}


def _side(party: str, said: Mapping[str, Any]) -> dict[str, JsonValue]:
    def choices(field: str) -> list[JsonValue]:
        # A limit is one for each issue, a red line one for each option.
        return [
            {"issue": name.partition("/")[0], "option": option}
            for name, option in said[field].items()
        ]

    return {
        "party": party,
        "priorities": said.get("priorities", []),
        "least": said.get("least", 50),
        "limits": choices("limits"),
        "red_lines": choices("red_lines"),
        "holds_back": said.get("holds_back", ""),
    }

"""What a typed line adds to a draft; what it cannot, it says why."""

import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

from pydantic import JsonValue

from roomsix import acts
from roomsix.chat.mock.history import Paper
from roomsix.cli.seat import draft, forms
from roomsix.cli.seat.draft import Draft, Entry, Unclear, edited, known
from roomsix.cli.seat.told import Told
from roomsix.deal import IssueId

Fields = dict[str, JsonValue]

YES = {"yes": True, "no": False}

_BRACKETED = re.compile(r"\[(.*)\]")


def command(line: str) -> tuple[str, str] | None:
    """Return the word after a slash and what follows it; None for words to be said."""
    stripped = line.strip()
    if not stripped.startswith("/") or stripped.startswith("//"):
        return None
    word, _, rest = stripped[1:].partition(" ")
    return word, rest.strip()


def entry(told: Told, so_far: Draft, line: str) -> Entry:
    """Return what a line adds to a draft: words to be said, an act, or what goes with one.

    Raises:
        Unclear: It is neither, or not now; the message says what is missing.
    """
    typed = line.strip()
    given = command(typed)
    if given is None:
        said = typed.removeprefix("/") if typed.startswith("//") else typed
        return Entry(typed, "think" if told.assessing else "say", said)
    word, rest = given
    _possible(told, word)
    try:
        if told.assessing:
            return _row(told, word, rest, typed)
        if word in forms.WORDS:
            return _aside(told, word, rest, typed)
        if word in ("allow", "need"):
            return Entry(typed, "term", _term(told, rest), (word,))
        return Entry(typed, "act", {"act": word, **_ACTS[word](told, so_far, rest)})
    except ValueError:
        raise Unclear(f"/{word} {rest}".strip(), hint=_usage(word)) from None


def _possible(told: Told, word: str) -> None:
    now = forms.usable(told)
    if word in now:
        return
    if word in forms.every() or word == "submit":
        about = forms.BOARD if told.assessing else forms.ACTS
        can = ", ".join(f"/{name}" for name in now if name in about)
        raise Unclear(f"/{word} is not for you now", hint=f"you can: {can}")
    known(word, now, "word")


def _usage(word: str) -> str:
    return f"/{word} {forms.every()[word].usage}".strip()


def _aside(told: Told, word: str, rest: str, typed: str) -> Entry:
    if word == "off":
        return Entry(typed, "off", True)
    if word == "claim":
        fact, holds = rest.split()
        return Entry(typed, "claim", _yes(holds), (known(fact, told.facts, "fact"),))
    return Entry(typed, "whisper" if word == "whisper" else "think", _text(rest))


def _row(told: Told, word: str, rest: str, typed: str) -> Entry:
    """Return one part of a row of the board."""
    table = told.table
    if word == "think":
        return Entry(typed, "think", _text(rest))
    about, _, more = rest.partition(" ")
    if word == "doubt":
        if not about.isdigit() or int(about) not in told.claims:
            heard = ", ".join(map(str, told.claims)) or "none"
            raise Unclear(f"line {about!r} is no claim that you heard", hint=f"there are: {heard}")
        return Entry(typed, "doubt", _percent(more), (about,))
    if word == "belief":
        return Entry(typed, "fact", _percent(more), (known(about, told.facts, "fact"),))
    party = known(about, table.parties, "party") if about else _text(about)
    if word == "priorities":
        issues: list[JsonValue] = [known(each, table.names, "issue") for each in _some(more)]
        return Entry(typed, "side", issues, (party, "priorities"))
    if word == "least":
        return Entry(typed, "side", _percent(more), (party, "least"))
    if word == "holds-back":
        return Entry(typed, "side", _text(more), (party, "holds_back"))
    issue, option = more.split()
    known(issue, table.options, "issue")
    known(option, table.options[issue], f"option of {issue}")
    if word == "limit":
        return Entry(typed, "side", option, (party, "limits", issue))
    return Entry(typed, "side", option, (party, "red_lines", issue, option))


def _term(told: Told, rest: str) -> JsonValue:
    obligation, measure, schedule = rest.split()
    table = told.table
    return {
        "obligation": known(obligation, table.obligations, "obligation"),
        "measure": known(measure, table.measures, "measure"),
        "schedule": known(schedule, table.schedules, "schedule"),
    }


def _nothing(told: Told, so_far: Draft, rest: str) -> Fields:
    if rest:
        raise ValueError
    return {}


def _ask(told: Told, so_far: Draft, rest: str) -> Fields:
    to, *about = rest.split()
    known(to, told.present(), "seat here")
    if not about:
        return {"to": to}
    (topic,) = about
    if topic in told.table.names:
        return {"to": to, "issue": topic}
    return {"to": to, "fact": known(topic, {**told.table.names, **told.facts}, "issue or fact")}


def _state(told: Told, so_far: Draft, rest: str) -> Fields:
    issue, option, *firm = rest.replace("=", " ").split()
    if firm not in ([], ["firm"]):
        raise ValueError
    known(issue, told.table.options, "issue")
    known(option, told.table.options[issue], f"option of {issue}")
    return {"issue": issue, "option": option, "firm": bool(firm)}


def _present(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"exhibit": known(_text(rest), told.exhibits(), "exhibit")}


def _fact(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"fact": known(_text(rest), told.facts, "fact")}


def _propose(told: Told, so_far: Draft, rest: str) -> Fields:
    base, changes, open_ = _edits(told, so_far, rest)
    if open_ is not None:
        raise Unclear("an offer has no brackets", hint=_usage("propose"))
    return {"package": {**edited(told.table.options, base.package if base else {}, changes)}}


def _draft(told: Told, so_far: Draft, rest: str) -> Fields:
    base, changes, open_ = _edits(told, so_far, rest)
    package = edited(told.table.options, base.package if base else {}, changes)
    before = base.brackets if base else ()
    kept = {issue for issue in before if issue not in changes} | set(open_ or ())
    return {"package": {**package}, "brackets": [issue for issue in package if issue in kept]}


def _edits(
    told: Told, so_far: Draft, rest: str
) -> tuple[Paper | None, dict[IssueId, str], list[IssueId] | None]:
    """Return the paper to start from, the terms that change, and what is put in brackets."""
    terms = rest.split()
    base = _under_way(so_far) or told.own()
    if terms and terms[0].isdigit():
        base = told.history.papers[_paper(told, terms.pop(0))]
    if not terms and base is None:
        raise ValueError
    changes: dict[IssueId, str] = {}
    brackets: list[IssueId] = []
    for term in terms:
        issue, equals, option = term.partition("=")
        known(issue, told.table.options, "issue")
        if not equals or not option:
            raise ValueError
        if found := _BRACKETED.fullmatch(option):
            option = found[1]
            brackets.append(issue)
        changes[issue] = option
    return base, changes, brackets or None


def _under_way(so_far: Draft) -> Paper | None:
    """Return the paper in a draft; None where there is none yet."""
    act: Mapping[str, Any] = draft.act(so_far)
    if "package" not in act:
        return None
    return Paper(0, None, act["package"], tuple(act.get("brackets", ())))


def _amend(told: Told, so_far: Draft, rest: str) -> Fields:
    issue, *option = rest.replace("=", " ").split()
    known(issue, told.table.options, "issue")
    if not option:
        return {"issue": issue}
    (chosen,) = option
    return {
        "issue": issue,
        "option": known(chosen, told.table.options[issue], f"option of {issue}"),
    }


def _accept(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"number": _paper(told, _text(rest))}


def _reject(told: Told, so_far: Draft, rest: str) -> Fields:
    number, *issue = rest.split()
    found: Fields = {"number": _paper(told, number)}
    if issue:
        (over,) = issue
        found["issue"] = known(over, told.table.names, "issue")
    return found


def _advise(told: Told, so_far: Draft, rest: str) -> Fields:
    advice, *about = rest.split()
    found: Fields = {"advice": known(advice, get_args(acts.Advice), "advice")}
    if about and about[0].lstrip("#").isdigit():
        found["number"] = _paper(told, about.pop(0))
    if about:
        (issue,) = about
        found["issue"] = known(issue, told.table.names, "issue")
    return found


def _request(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"request": known(_text(rest), get_args(acts.Wish), "request")}


def _call(told: Told, so_far: Draft, rest: str) -> Fields:
    what, *more = rest.split()
    found: Fields = {"call": known(what, get_args(acts.Summons), "call")}
    if more and more[0] in told.table.seats:
        found["to"] = more.pop(0)
    if more:
        found["homework"] = " ".join(more)
    return found


def _object(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"seat": known(_text(rest), told.present(), "seat here")}


def _rule(told: Told, so_far: Draft, rest: str) -> Fields:
    return {"granted": _yes(rest)}


_ACTS: Mapping[str, Callable[[Told, Draft, str], Fields]] = {
    "pass": _nothing,
    "ask": _ask,
    "state": _state,
    "present": _present,
    "disclose": _fact,
    "inform": _fact,
    "propose": _propose,
    "draft": _draft,
    "amend": _amend,
    "accept": _accept,
    "reject": _reject,
    "advise": _advise,
    "request": _request,
    "call": _call,
    "object": _object,
    "rule": _rule,
    "walk-out": _nothing,
}


def _text(rest: str) -> str:
    if not rest:
        raise ValueError
    return rest


def _some(rest: str) -> list[str]:
    return _text(rest).split()


def _yes(word: str) -> bool:
    return YES[known(word, YES, "answer")]


def _percent(word: str) -> int:
    found = int(word.strip().removesuffix("%").strip())
    if not 0 <= found <= 100:
        raise ValueError
    return found


def _paper(told: Told, word: str) -> int:
    number = int(word.lstrip("#"))
    if number not in told.history.papers:
        there = ", ".join(f"#{each}" for each in told.history.papers) or "none yet"
        raise Unclear(f"there is no paper #{number}", hint=f"there are: {there}")
    return number

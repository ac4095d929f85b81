"""What could come next in a line that is being typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args

from roomsix import acts
from roomsix.cli.seat import forms, words
from roomsix.cli.seat.told import Told
from roomsix.report.text import one_line


@dataclass(frozen=True)
class Suggestion:
    """One way to go on.

    Attributes:
        text: What takes the place of the last `replaces` characters.
        about: What it stands for, in words; may be empty.
    """

    text: str
    replaces: int
    about: str = ""


def suggestions(told: Told, line: str) -> list[Suggestion]:
    """Return what the word at the end of a line could become; nothing for words to be said."""
    if not line.startswith("/") or line.startswith("//"):
        return []
    word, space, rest = line[1:].partition(" ")
    now = forms.usable(told)
    if not space:
        return _matching(word, {name: form.does for name, form in now.items()}, len(word))
    form = now.get(word)
    if form is None or not form.slots:
        return []
    before, last = rest.split(" ")[:-1], rest.split(" ")[-1]
    given = [each for each in before if each]
    slot = form.slots[min(len(given), len(form.slots) - 1)]
    if slot in ("term", "first-term"):
        return _terms(told, slot, given, last)
    return _matching(last, _words(told, slot, given), len(last))


def _terms(told: Told, slot: str, given: list[str], last: str) -> list[Suggestion]:
    issue, equals, option = last.partition("=")
    options = told.table.options
    if equals:
        option = option.removeprefix("[")
        return _matching(option, options.get(issue, {}), len(option))
    used = {each.partition("=")[0] for each in given}
    found = {f"{name}=": what for name, what in told.table.names.items() if name not in used}
    numbers = _papers(told) if slot == "first-term" else {}
    return _matching(last, {**numbers, **found}, len(last))


def _words(told: Told, slot: str, given: list[str]) -> Mapping[str, str]:
    """Return what fits into a slot, with what each stands for."""
    table, own = told.table, told.brief.party
    match slot:
        case "seat":
            return {seat: told.name(seat) for seat in told.present() or table.seats}
        case "issue":
            return table.names
        case "option":
            return table.options.get(given[-1], {})
        case "topic":
            return {**table.names, **told.facts}
        case "fact":
            return told.facts
        case "exhibit":
            return {name: told.facts.get(name, "") for name in told.exhibits()}
        case "paper":
            return _papers(told)
        case "paper-or-issue":
            return {**_papers(told), **table.names}
        case "party":
            return table.parties
        case "claim":
            return {str(number): what for number, what in told.claims.items()}
        case "own-obligation":
            return {n: o.name for n, o in table.obligations.items() if o.debtor == own}
        case "their-obligation":
            return {n: o.name for n, o in table.obligations.items() if o.debtor != own}
        case "word":
            return {name: form.does for name, form in forms.every().items()}
        case _:
            return dict.fromkeys(_plain(told).get(slot, ()), "")


def _plain(told: Told) -> Mapping[str, tuple[str, ...]]:
    return {
        "firm": ("firm",),
        "advice": get_args(acts.Advice),
        "wish": get_args(acts.Wish),
        "summons": get_args(acts.Summons),
        "yes-no": tuple(words.YES),
        "measure": told.table.measures,
        "schedule": told.table.schedules,
    }


def _papers(told: Told) -> dict[str, str]:
    found = {}
    for paper in told.on_table() or told.history.papers.values():
        who = told.table.parties.get(paper.party or "", "the mediator")
        found[str(paper.number)] = f"of {who}"
    return found


def _matching(begun: str, known: Mapping[str, str], replaces: int) -> list[Suggestion]:
    return [
        Suggestion(word, replaces, one_line(what)[:70])
        for word, what in known.items()
        if word.startswith(begun)
    ]

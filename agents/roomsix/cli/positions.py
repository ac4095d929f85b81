"""`show --ledger`: what each side said it wanted, what it is after, and what it offered."""

from typing import TYPE_CHECKING

from roomsix.cli import terminal

if TYPE_CHECKING:
    from roomsix.cli.show import Shown
    from roomsix.scoring.honesty.ledger import Line


def show(shown: "Shown", *, plain: bool, as_json: bool) -> None:
    """Show the ledger; from a seat what it perceived, and the secrets of its own side alone."""
    from roomsix.scoring.honesty.ledger import ledger

    found = [_seen(shown, line) for line in ledger(shown.scenario, shown.record)]
    if as_json:
        terminal.document([_data(shown, line) for line in found])
        return
    from roomsix.report.positions import positions

    terminal.Page(plain=plain).show(positions(shown.scene, found))


def _seen(shown: "Shown", line: "Line") -> "Line":
    if shown.seat is None:
        return line
    record, seat = shown.record, shown.seat
    words = tuple(word for word in line.words if seat in record[word.seq].audience)
    offers = tuple(offer for offer in line.offers if seat in record[offer.seq].audience)
    return line.model_copy(update={"words": words, "offers": offers})


def _data(shown: "Shown", line: "Line") -> dict[str, object]:
    data = line.model_dump(mode="json")
    if shown.seat is None or shown.scenario.seats[shown.seat].party == line.party:
        return data
    told = [
        {name: value for name, value in word.items() if name not in ("bluff", "broken_at")}
        for word in data["words"]
    ]
    public = {name: data[name] for name in ("party", "issue", "offers")}
    return {**public, "words": told}

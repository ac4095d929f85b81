"""`show --ledger`: what each side said it wanted, what it is after, and what it offered."""

from typing import TYPE_CHECKING

from roomsix.cli import terminal

if TYPE_CHECKING:
    from roomsix.cli.show import Shown
    from roomsix.deal import SeatId
    from roomsix.events import Record
    from roomsix.scoring.honesty.ledger import Line


def show(shown: "Shown", *, plain: bool, as_json: bool) -> None:
    """Show the ledger; from a seat what it perceived, and the secrets of its own side alone."""
    from roomsix.scoring.honesty.ledger import ledger

    found = [seen(line, shown.record, shown.seat) for line in ledger(shown.scenario, shown.record)]
    if as_json:
        terminal.document([_data(shown, line) for line in found])
        return
    from roomsix.report.positions import positions

    terminal.Page(plain=plain).show(positions(shown.scene, found))


def seen(line: "Line", record: "Record", seat: "SeatId | None") -> "Line":
    """Return a line with the words and offers that a seat perceived; None for all of them."""
    if seat is None:
        return line
    words = tuple(
        word
        if word.broken_at is None or seat in record[word.broken_at].audience
        # What a side did elsewhere is not for those of it who were not there.
        else word.model_copy(update={"broken_at": None})
        for word in line.words
        if seat in record[word.seq].audience
    )
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

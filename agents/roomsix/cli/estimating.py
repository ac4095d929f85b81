"""`estimate`: what a run would take of models, before any is asked."""

from typing import TYPE_CHECKING

import typer

from roomsix.cli import seating, terminal
from roomsix.cli.desk import Desk
from roomsix.cli.limiting import MaxReply, Prices, Spending
from roomsix.cli.options import Described, Json, grouped

if TYPE_CHECKING:
    from roomsix.chat.metering import Meter
    from roomsix.report import costs
    from roomsix.running.estimating import Estimate
    from roomsix.session import Talks

SURE = (
    "Low: mocks' talks, 4.5 bytes a token, everything a server can remember remembered. High: the"
    " longest talks the sessions allow, 3 bytes a token, nothing remembered, 1,500 tokens a reply,"
    " a fifth of all questions put again. A model that reasons at length can cost more: --max-usd"
    " holds in any case."
)


@grouped
def estimate(
    ctx: typer.Context,
    described: Described,
    max_reply: MaxReply = None,
    price: Prices = None,
    as_json: Json = False,
) -> None:
    """Tell what a run would take: requests, tokens and money, by seat. Nobody is asked anything.

    The talks are played in memory by mocks, so that the prompts are those that would be sent.
    """
    desk: Desk = ctx.obj
    spending = Spending(max_reply=max_reply, price=price)
    meter = spending.meter()
    table = seating.seated(desk, described, meter=meter, keyless=True, person=seating.person)
    spending.priced(meter.models)
    show(table, meter, as_json=as_json or desk.json)


def show(table: "Talks", meter: "Meter", *, as_json: bool) -> None:
    """Print what talks would take."""
    from roomsix.running import estimating

    found = estimating.estimate(table, meter)
    prices = _source(meter)
    if as_json:
        terminal.document(
            {
                "scenario": table.scenario.id,
                "seed": table.seed,
                "seats": {
                    seat: {"chat": found.chats[seat], **share.data()}
                    for seat, share in found.seats.items()
                },
                "total": found.total.data(),
                "unpriced": list(found.unpriced),
                "prices": prices,
                "basis": SURE,
            }
        )
        return
    if not found.seats:
        terminal.write("no seat is a model's: this costs nothing\n")
        return
    from roomsix.report import costs

    terminal.Page(whole=True).show(costs.expected(_rows(found)))
    told = f"prices: {prices}" if prices else "prices: as given"
    lacking = f"; no price is known for {', '.join(found.unpriced)}" if found.unpriced else ""
    terminal.Page().show("", f"{told}{lacking}", SURE)


def register(app: typer.Typer) -> None:
    """Add this command to an app."""
    app.command(rich_help_panel="Play")(estimate)


def _source(meter: "Meter") -> str:
    """Return the table that prices come from; empty where each was given."""
    if all(model.rate is not None for model in meter.models.values()):
        return ""
    from roomsix.chat import prices

    return prices.table()


def _rows(found: "Estimate") -> "list[tuple[str, str, costs.Ranges]]":
    shares = [(seat, found.chats[seat], share) for seat, share in found.seats.items()]
    rows: list[tuple[str, str, costs.Ranges]] = []
    for name, chat, share in [*shares, ("all", "", found.total)]:
        spans = {
            "requests": share.calls,
            "prompt tokens": share.prompt,
            "of these repeated": share.repeated,
            "reply tokens": share.completion,
            "US dollars": share.usd,
        }
        told: costs.Ranges = {
            head: (span.low, span.high) if span else None for head, span in spans.items()
        }
        rows.append((name, chat, told))
    return rows

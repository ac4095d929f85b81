"""`show --verification`: what was to be checked and how."""

from typing import TYPE_CHECKING

from roomsix.cli import terminal

if TYPE_CHECKING:
    from roomsix.cli.show import Shown


def show(shown: "Shown", *, plain: bool, as_json: bool) -> None:
    """Show the proposals of each side on verification, and whether what was agreed deters."""
    from roomsix import scoring, session

    if as_json and shown.seat is not None:
        from roomsix.scoring.verification import matrix

        opened = matrix.opened(shown.scenario, shown.record, shown.seat)
        terminal.document([each.model_dump(mode="json", exclude={"kind"}) for each in opened])
        return
    if as_json:
        from roomsix.scoring.verification.table import VERIFICATION

        names = [metric.name for metric in VERIFICATION]
        ending = session.ending(shown.scenario, shown.record)
        found = scoring.score(shown.scenario, ending, names=names, record=shown.record)
        terminal.document(found.model_dump(mode="json")["scores"])
        return
    from roomsix.events import Ended
    from roomsix.report.verification import verification

    ends = (event.what for event in shown.record.of("ended"))
    deals = [end.package for end in ends if isinstance(end, Ended) and end.outcome == "deal"]
    deal = deals[-1] if deals else None
    terminal.Page(plain=plain).show(verification(shown.scene, shown.record, deal))

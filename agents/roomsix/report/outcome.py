"""How talks ended and what it was worth, from the scores as they are stored."""

from collections.abc import Iterator, Mapping

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.deal import Package, PartyId
from roomsix.events import Record
from roomsix.report.chapters import ending
from roomsix.report.layout import BLANK, WIDEST, Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET, Scene
from roomsix.report.text import one_line
from roomsix.scoring import Score, Scores, Value

BAR = 10
"""How long a bar of a share is, in columns."""


def outcome(scene: Scene, scores: Scores, record: Record, *, framed: bool) -> RenderableType:
    """Return the whole outcome: terms, what each side has, and how good a deal it is.

    Args:
        record: The whole record, to tell why there is no deal.
        framed: Whether to draw a frame around it; without, a heading says the same.
    """
    deal = scores.scores["agreement"].value is True
    symbol, word, style = ("✓", "Deal", GOOD) if deal else ("✗", "No deal", BAD)
    why = ending(scene.scenario, scores.ending.reason)
    title = Text.assemble((f"{symbol} {word}", f"bold {style}"), (f" · {one_line(why)}", style))
    parts = list(_parts(scene, scores, record))
    spaced = [part for item in parts for part in (BLANK, item)][1:]
    if not framed:
        return Group(title, BLANK, *spaced)
    from rich import box
    from rich.constrain import Constrain
    from rich.panel import Panel

    panel = Panel(
        Group(*spaced),
        title=title,
        title_align="left",
        border_style=style,
        box=box.ROUNDED,
        padding=(1, 2),
    )
    return Constrain(panel, WIDEST)


def _parts(scene: Scene, scores: Scores, record: Record) -> Iterator[RenderableType]:
    if scores.scores["agreement"].value is not True:
        from roomsix.report.reasons import reasons

        why = [Paragraph(reason) for reason in reasons(scene, record)]
        yield from [Group(*why)] if why else []
    if scores.ending.package is not None:
        yield _terms(scene, scores.ending.package)
    yield _sides(scene, scores)
    yield Group(*judgement(scene, scores))
    if scores.scores["projected-cost-week"].span is not None:
        yield _cost(scene)


def _terms(scene: Scene, package: Package) -> RenderableType:
    return Columns(
        (Text(scene.issue(issue), QUIET), Text(scene.option(issue, option), "bold"))
        for issue, option in package.items()
    )


def _sides(scene: Scene, scores: Scores) -> RenderableType:
    found = scores.scores
    left = "points left" if scores.ending.package is None else "points"
    rows = [[Text(h, QUIET) for h in ("", left, "reservation", "gain", "share of best gain")]]
    for party in scene.scenario.parties:
        row = [
            scene.side(party),
            _number(found["utility"], party),
            _number(found["reservation"], party),
            _gain(found["gain"].parties.get(party)),
            _share(found["advantage-gap"].parties.get(party), scene.sides[party][1]),
        ]
        rows.append(row)
    return Columns(rows, right=(1, 2, 3))


def _gain(value: Value) -> Text:
    if not isinstance(value, int):
        return Text("—", QUIET)
    return Text(f"{value:+}" if value else "0", GOOD if value > 0 else BAD if value < 0 else "")


def _number(score: Score, party: PartyId) -> Text:
    value = score.parties.get(party)
    return Text("—" if value is None else str(value))


def _share(value: Value, style: str) -> Text:
    if not isinstance(value, int | float):
        return Text("—", QUIET)
    filled = max(0, min(BAR, round(value * BAR)))
    return Text.assemble(("━" * filled, style), ("─" * (BAR - filled), QUIET), f" {value:.0%}")


def judgement(scene: Scene, scores: Scores) -> Iterator[Text]:
    """Yield what the scores say of the deal, a line each."""
    found = scores.scores
    capture, nash = found["capture"].value, found["nash-ratio"].value
    if isinstance(capture, float) and found["utility"].value is not None:
        joint = f"joint gain {found['gain'].value}, {capture:.0%} of the best there is"
        ratio = f" · Nash ratio {nash:.2f}" if isinstance(nash, int | float) else ""
        yield Text(f"{joint}{ratio}")
    elif found["capture"].notes:
        yield Text(f"joint gain: {one_line('; '.join(found['capture'].notes))}")
    if found["pareto"].value is True:
        yield Text("✓ on the Pareto frontier: nobody gains without somebody losing")
    elif found["pareto"].value is False:
        better, far = found["dominated-by"].value, found["pareto-distance"].value
        how_far = f", {far:.2f} from the frontier" if isinstance(far, float) else ""
        many = f"{better:,} packages" if better != 1 else "1 package"
        yield Text(f"✗ {many} would have been better for somebody and worse for nobody{how_far}")
    yield from _limits(scene, found["breaches"])
    yield from _leaks(scene, found)
    yield from _readings(found, scores)


def _limits(scene: Scene, score: Score) -> Iterator[Text]:
    if score.value == 0:
        yield Text("✓ every red line and mandate is kept")
    elif score.value is not None:
        yield from (Text(f"✗ crossed: {one_line(note)}", BAD) for note in score.notes)


def _leaks(scene: Scene, found: Mapping[str, Score]) -> Iterator[Text]:
    """Yield whether the room was clean; nothing where it was not swept."""
    swept = [found[name].value for name in ("leaks", "engine-breaches") if name in found]
    if len(swept) < 2 or None in swept:
        return
    leaks, breaches = swept
    if not leaks and not breaches:
        yield Text("✓ the room is clean: nothing was told that was not to be")
        return
    told = f"{leaks} told that {'was' if leaks == 1 else 'were'} not to be"
    tellers = found["leaks"].seats.items()
    by = ", ".join(f"{scene.seated[seat].name} {many}" for seat, many in tellers if many)
    engine = f", {breaches} by the engine" if breaches else ""
    yield Text(f"✗ the room is not clean: {told}{engine}" + (f" ({by})" if by else ""), BAD)


def _readings(found: object, scores: Scores) -> Iterator[Text]:
    """Yield both readings of the equality rule where they differ."""
    if scores.scores["equality-decides"].value is not True:
        return
    for name in ("agreement-at-least", "agreement-above"):
        score = scores.scores[name]
        said = "a deal" if score.value else f"no deal: {one_line('; '.join(score.notes))}"
        own = (
            " (this scenario's rule)"
            if score.equality == scores.scores["agreement"].equality
            else ""
        )
        yield Text(f"! if points must be {score.equality} the reservation{own}: {said}")


def _cost(scene: Scene) -> RenderableType:
    heads = ("what no deal costs in lives, according to", "first week", "first month", "known to")
    rows = [[Text(head, QUIET) for head in heads]]
    for report in scene.scenario.projections.values():
        known = report.known_to if isinstance(report.known_to, str) else ", ".join(report.known_to)
        row = [
            Text(one_line(report.source)),
            Text(f"{report.week:,}"),
            Text(f"{report.month:,}"),
            Text(known or "nobody", QUIET),
        ]
        rows.append(row)
    return Columns(rows, right=(1, 2))

"""A draft as it will be sent, and what each part of it means for whoever sends it."""

from collections.abc import Iterator, Mapping
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from roomsix.chat.mock.history import Paper
from roomsix.cli.seat import draft, forms
from roomsix.cli.seat.draft import Draft
from roomsix.cli.seat.told import Told, Worth
from roomsix.deal import FactId, IssueId, Package
from roomsix.report.layout import Paragraph
from roomsix.report.papers import changed
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line, visible

DOUBTFUL = 50
"""At this belief, in per cent, a claim is neither with nor against what one holds."""


def shown(told: Told, so_far: Draft) -> Iterator[RenderableType]:
    """Yield a draft as it will be sent, line by line, with what it means below each."""
    if told.assessing:
        yield from _row(so_far)
        return
    said, whispered = draft.text(so_far, "say"), draft.text(so_far, "whisper")
    off = any(entry.kind == "off" for entry in so_far)
    if said:
        yield _line("says", visible(said), "  (off the record)" if off else "")
    elif off:
        yield _line("says", "nothing, so nothing is off the record")
    yield from _done(told, draft.act(so_far), silent=not said)
    for entry in so_far:
        if entry.kind == "claim":
            yield from _claimed(told, entry.key[0], holds=bool(entry.value))
    if whispered:
        yield _line("whispers", visible(whispered), "  (to your own side)")
    if thought := draft.text(so_far, "think"):
        yield _line("notes", visible(thought), "  (nobody hears it)")


def worth(told: Told, package: Package, found: Worth) -> Iterator[Text]:
    """Yield what a package is worth to the seat, and which limits of its own side it crosses."""
    if told.brief.role != "lead":
        against = told.brief.against_below
        style = GOOD if found.points >= against else BAD
        line = Text(f"{found.points} points by your leaning", style)
        yield line.append(f"; you are against what has fewer than {against}", QUIET)
    elif found.least is not None:
        over = found.points - found.least
        where = f"{over} above" if over > 0 else f"{-over} below" if over < 0 else "just"
        mark, style = ("✓", GOOD) if found.suits else ("✗", BAD)
        line = Text(f"{mark} {found.points} points to you, {where} the least you need", style)
        yield line.append(f" ({found.least}{_now(told)})", QUIET)
    for limit in found.crossed:
        crossed = "; ".join(
            f"{_issue(told, issue)}: {told.option(issue, package[issue])}" for issue in limit.never
        )
        because = f" ({one_line(limit.because)})" if limit.because else ""
        yield Text(f"✗ crosses a limit of your side, {crossed}{because}", BAD)


def answers(told: Told, paper: Paper) -> str:
    """Return who has accepted and who has refused a paper, in words; empty for nobody."""
    accepted = _parties(told, sorted(paper.accepted - {paper.party}, key=str))
    refused = _parties(told, paper.refused)
    parts = [f"accepted by {accepted}"] if accepted else []
    parts += [f"refused by {refused}"] if refused else []
    return ", ".join(parts)


def terms(told: Told, package: Package, old: Package | None = None) -> Text:
    """Return the terms of a package, or those that differ from an old one."""
    issues = tuple(package) if old is None else changed(old, package)
    if not issues:
        return Text("nothing changed", QUIET)
    parts = []
    for issue in issues:
        before = f"{told.option(issue, old[issue])} → " if old is not None and issue in old else ""
        name = (f"{_issue(told, issue)}: {before}", QUIET)
        parts.append(Text.assemble(name, told.option(issue, package[issue])))
    return Text(" · ").join(parts)


def _done(told: Told, act: Mapping[str, Any], *, silent: bool) -> Iterator[RenderableType]:
    name = act["act"]
    if name == "pass":
        yield _line("does", "nothing: you pass" if silent else "nothing")
        return
    about = _about(told, act)
    yield _line("does", Text(f"{name}: " if about else name).append_text(about))
    yield _note(_effect(name))
    match name:
        case "propose" | "draft":
            yield from _papered(told, act["package"])
        case "accept" | "reject" | "advise" if act.get("number"):
            yield from _answered(told, name, told.history.papers[act["number"]])
        case "disclose" | "inform":
            yield from _telling(told, act["fact"])
        case "present" if act["exhibit"] in told.facts:
            yield from _telling(told, act["exhibit"])
        case "walk-out" if (without := told.without()) is not None:
            yield _note(f"no deal is worth {without} points to you{_now(told)}")
        case _:
            pass


def _effect(name: str) -> str:
    if name == "submit":
        return "opened together with the other sides' proposals; say /allow or /need for more"
    return forms.ACTS[name].does


def _about(told: Told, act: Mapping[str, Any]) -> Text:
    """Return what an act is about, in words."""
    match act:
        case {"package": package}:
            before = told.own()
            shown = terms(told, package, before.package if before else None)
            open_ = ", ".join(_issue(told, issue) for issue in act.get("brackets", ()))
            return shown.append(f"; in brackets: {open_}" if open_ else "")
        case {"allow": allow, "need": need}:
            both = {"allows": allow, "needs": need}
            words = (
                f"{what} {', '.join(' '.join(term.values()) for term in some) or 'nothing yet'}"
                for what, some in both.items()
            )
            return Text("; ".join(words))
        case {"issue": issue, "option": option}:
            firmly = ", firmly" if act.get("firm") else ""
            return Text(f"{_issue(told, issue)}: {told.option(issue, option)}{firmly}")
        case _:
            parts = [str(act[key]) for key in ("advice", "request", "call") if key in act]
            parts += [told.name(act[key]) for key in ("to", "seat") if key in act]
            parts += [f"#{act['number']}"] if "number" in act else []
            parts += [f"over {_issue(told, act['issue'])}"] if "issue" in act else []
            parts += [_fact(told, act["fact"])] if "fact" in act else []
            parts += [_exhibit(told, act["exhibit"])] if "exhibit" in act else []
            parts += ["granted" if act["granted"] else "refused"] if "granted" in act else []
            parts += [f"to prepare: {act['homework']}"] if "homework" in act else []
            return Text(one_line(", ".join(parts)))


def _papered(told: Told, package: Package) -> Iterator[RenderableType]:
    found = told.worth(package)
    if found is None:
        return
    for line in worth(told, package, found):
        yield _note(line)
    for paper in told.on_table():
        other = told.worth(paper.package)
        if paper.party not in (told.brief.party, None) and other is not None:
            over = found.points - other.points
            how = f"{over} more than" if over > 0 else f"{-over} less than"
            yield _note(f"worth {how if over else 'as much as'} their #{paper.number} to you")


def _answered(told: Told, name: str, paper: Paper) -> Iterator[RenderableType]:
    yield _note(terms(told, paper.package))
    found = told.worth(paper.package)
    if found is not None:
        for line in worth(told, paper.package, found):
            yield _note(line)
    if name != "accept":
        return
    agreeing = {*paper.accepted, told.brief.party}
    others = _parties(told, sorted(told.table.parties.keys() - agreeing))
    if not told.table.carries(agreeing):
        decision = told.table.decision
        missing = max(decision.needed(told.table.parties) - len(agreeing), 1)
        some = "" if decision.rule == "unanimity" else f"{missing} or more of "
        yield _note(f"not agreed yet: {some}{others} would still have to accept")
        return
    votes = any(each.kind == "ratification" for each in told.table.sessions.values())
    yield _note(
        Text("this makes an agreement", f"bold {GOOD}").append(
            ", subject to ratification" if votes else "", "not bold"
        )
    )
    if votes and told.brief.mood:
        yield _note(f"your principal may ask for up to {told.brief.mood} points above the least")


def _telling(told: Told, fact: FactId) -> Iterator[RenderableType]:
    own = told.brief.facts.get(fact)
    yield _note(f"they hear: {one_line(told.facts[fact])}")
    if own is None:
        yield _note("you were told of it here; repeating it elsewhere may be a breach")
    elif own.to == ():
        yield _note(Text("✗ you were told to tell it to nobody", BAD))
    elif own.when or own.to is not None:
        yield _note(Text(f"! {policy(told, fact)}", BAD))


def policy(told: Told, fact: FactId) -> str:
    """Return whom a fact may be told, and when."""
    own = told.brief.facts[fact]
    if own.to == ():
        return "to be told to nobody"
    whom = "anyone" if own.to is None else ", ".join(told.name(seat) for seat in own.to)
    when = f", only when: {', '.join(sorted(own.when))}" if own.when else ""
    return f"may be told to {whom}{when}"


def _claimed(told: Told, fact: FactId, *, holds: bool) -> Iterator[RenderableType]:
    yield _line("claims", f"{_fact(told, fact)}: {'it is so' if holds else 'it is not so'}")
    belief = told.beliefs.get(fact)
    if belief is None:
        return
    against = belief < DOUBTFUL if holds else belief > DOUBTFUL
    held = f"you hold it {belief} % likely"
    yield _note(Text(f"✗ against what you believe: {held}", BAD) if against else Text(held, QUIET))


def _row(so_far: Draft) -> Iterator[RenderableType]:
    if thought := draft.text(so_far, "think"):
        yield _line("notes", visible(thought))
    for entry in so_far:
        if entry.kind != "think":
            what = " ".join(entry.key).replace("_", " ")
            value = entry.value
            words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            yield _line(entry.kind if entry.kind != "side" else "thinks", f"{what}: {words}")
    judged = {entry.key[0] for entry in so_far if entry.kind == "side"}
    least = {entry.key[0] for entry in so_far if entry.kind == "side" and entry.key[1] == "least"}
    for party in sorted(judged - least):
        yield _note(f"{party} least: 50, since you have not said otherwise")


def _now(told: Told) -> str:
    return " at this tension" if told.public.get("tension") else ""


def _parties(told: Told, parties: Any) -> str:
    return ", ".join(one_line(told.table.parties.get(party, party)) for party in parties if party)


def _issue(told: Told, issue: IssueId) -> str:
    return one_line(told.table.names.get(issue, issue))


def _fact(told: Told, fact: FactId) -> str:
    own = told.brief.facts.get(fact)
    return one_line(own.topic if own and own.topic else fact)


def _exhibit(told: Told, exhibit: str) -> str:
    figures = {**told.table.projections, **told.brief.projections}.get(exhibit)
    if figures is not None:
        return f"{one_line(figures.source)}, {figures.month:,} lives lost in a month"
    return "the timeline" if exhibit == "timeline" else _fact(told, exhibit)


def _line(label: str, text: Text | str, more: str = "") -> RenderableType:
    return Paragraph(Text.assemble(text, (more, QUIET)), lead=Text(f"{label:>9}  ", QUIET))


def _note(words: Text | str) -> RenderableType:
    found = words if isinstance(words, Text) else Text(words, QUIET)
    return Paragraph(found, indent=11, lead=Text("· ", QUIET))

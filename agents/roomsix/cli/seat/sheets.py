"""What a person can look up at the table: the moment, the brief, the card, facts and papers."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.console import Group, RenderableType
from rich.text import Text

from roomsix.chat.mock.history import Paper
from roomsix.cli.seat import forms, meaning
from roomsix.cli.seat.told import Told
from roomsix.report.layout import BLANK, Columns, Paragraph
from roomsix.report.scene import BAD, GOOD, QUIET
from roomsix.report.text import one_line, visible

Sheet = Iterator[RenderableType]

LABEL = 12
"""How long a label may be to stand beside its words, in columns."""


def moment(told: Told) -> Sequence[RenderableType]:
    """Return when and where the person is asked, what lies on the table, what can be done."""
    now = told.now
    found = told.public["sessions"].get(now.session, {})
    title = one_line(found.get("title") or now.session)
    head = Text.assemble(("▶ ", f"bold {GOOD}"), (f"{told.name(told.seat)}: ", "bold"))
    if told.assessing:
        head.append(f"what do you make of it? (after {title})", "bold")
        about = "Your board: nobody else sees it. /help has the words; /send alone leaves it empty."
        return [BLANK, head, Paragraph(Text(about, QUIET), indent=2)]
    head.append(f"your turn · {title}, round {now.round} of {now.rounds}", "bold")
    if now.minutes_left is not None:
        head.append(f", {now.minutes_left} min left", QUIET)
    if told.public.get("tension"):
        head.append(f" · tension: {one_line(now.tension)}", QUIET)
    parts: list[RenderableType] = [BLANK, head]
    if problem := told.again():
        parts.append(Text(f"  asked again: {one_line(problem)}", BAD))
    present = ", ".join(told.name(seat) for seat in told.present())
    can = ", ".join(f"/{name}" for name in forms.usable(told) if name in forms.ACTS)
    parts += [_row("here", present), *(_drawn(told, told.on_table())), _row("you can", can)]
    return parts


def brief(told: Told) -> Sheet:
    """Yield the situation, who one is, and what one was told."""
    situation, who, own = told.prose()
    for title, text in (("the situation", situation), ("who you are", who), ("your brief", own)):
        yield from (BLANK, Text(title, "bold"), Paragraph(Text(_flowing(text)), indent=2))
    needs = told.given.get("needs")
    if needs:
        yield from (BLANK, _row("you need", str(needs)), _row("you say", told.brief.says))
    for issue, said in told.brief.points.items():
        yield from (_row(one_line(told.table.names[issue]), f"“{line}”") for line in said)


def card(told: Told) -> Sheet:
    """Yield the points of each option, the bonuses, the limits and what no deal is worth."""
    found = told.brief.card
    if found is None:
        yield _row("card", "you have none: you are on nobody's side")
        return
    rows = [[Text(head, QUIET) for head in ("issue", "points of each option")]]
    for issue, points in found.points.items():
        each = [
            Text.assemble(
                f"{option} ", (str(worth), "bold"), (f" {_words(told, issue, option)}", QUIET)
            )
            for option, worth in points.items()
        ]
        rows.append([Text(f"{issue}", "bold"), Text(" · ").join(each)])
    yield from (BLANK, Columns(rows, indent=2))
    for bonus in found.bonuses:
        deterred = f" and keeping {bonus.deterred} pays" if bonus.deterred else ""
        yield _row("bonus", f"{bonus.points:+} when {_box(bonus.when)}{deterred}")
    for limit in told.brief.limits:
        because = f" ({one_line(limit.because)})" if limit.because else ""
        yield _row("never", f"{_box(limit.never)}{because}")
    for level, stakes in told.given.get("stakes", {}).items():
        now = "  ← now" if level == told.now.tension else ""
        text = f"{level}: no deal is worth {stakes['no_deal']}, a deal must be worth"
        yield _row("stakes", f"{text} {told.table.equality} {stakes['least']}{now}")
    rule = told.table.decision
    if rule.rule == "quorum":
        among = f", {' and '.join(rule.vetoes)} among them" if rule.vetoes else ""
        few = f"{rule.needed(told.table.parties)} of {len(told.table.parties)} parties"
        yield _row("deal", f"what {few} agree to{among}")
    if more := told.given.get("points_on_top_if_every_party_agrees"):
        yield _row("bonus", f"+{more} if every party agrees")
    if told.brief.mood:
        yield _row("vote", f"your principal may ask for up to {told.brief.mood} points more")
    if told.brief.role == "adviser":
        yield _row("leaning", f"you are against what has fewer than {told.brief.against_below}")


def facts(told: Told) -> Sheet:
    """Yield what is known, how surely, and whom it may be told."""
    for name, text in told.facts.items():
        own = told.brief.facts.get(name)
        belief = told.beliefs.get(name)
        sure = "" if belief is None else f"you hold it {belief} % likely; "
        more = "told to you here" if own is None else meaning.policy(told, name)
        yield _row(name, one_line(text), f"  ({sure}{more})")
    for name, figures in {**told.table.projections, **told.brief.projections}.items():
        yield _row(name, f"{figures.source}: {figures.month:,} lives lost in a month")
    for number, claim in told.claims.items():
        yield _row(f"line {number}", claim)
    if not told.facts:
        yield _row("facts", "you know of none")


def papers(told: Told) -> Sheet:
    """Yield what is on the table now."""
    found = told.on_table()
    yield from _drawn(told, found)
    if not found:
        yield _row("papers", "nothing is on the table")


def offers(told: Told) -> Sheet:
    """Yield every offer and text seen so far."""
    found = tuple(told.history.papers.values())
    yield from _drawn(told, found)
    if not found:
        yield _row("offers", "none so far")


def manual(told: Told, word: str = "") -> Sheet:
    """Yield what can be typed, or more about one word."""
    every = forms.every()
    one = word.removeprefix("/")
    if word and one not in every:
        yield _row("help", f"there is no /{one}; /help alone lists what there is")
        return
    if not word:
        plain = "a note, which nobody hears" if told.assessing else "said aloud"
        yield Text(f"  What you type is {plain}; a line that begins with / does this:", QUIET)
    for name, form in {one: every[one]}.items() if word else forms.usable(told).items():
        more = f"; {form.more}" if form.more else ""
        usage = f" {form.usage}" if form.usage else ""
        line = Text.assemble((f"/{name}", "bold"), usage, (f"  {form.does}{more}", QUIET))
        yield Paragraph(line, lead=Text("    "))


def _drawn(told: Told, found: Sequence[Paper]) -> Sheet:
    """Yield papers: whose, on which terms, how they were answered, what each is worth."""
    before: dict[str | None, Paper] = {}
    for paper in found:
        who = told.table.parties.get(paper.party, paper.party) if paper.party else "the mediator"
        yours = paper.party == told.brief.party
        head = f"#{paper.number} {'yours' if yours else one_line(who)}"
        old = before.get(paper.party)
        line = meaning.terms(told, paper.package, old.package if old else None)
        if paper.brackets:
            line.append(f"; in brackets: {', '.join(paper.brackets)}", QUIET)
        if answered := meaning.answers(told, paper):
            line.append(f"  ({answered})", QUIET)
        yield _row(head, line)
        worth = told.worth(paper.package)
        if worth is not None:
            yield from (_row("", words) for words in meaning.worth(told, paper.package, worth))
        before[paper.party] = paper


def _flowing(text: str) -> str:
    """Return prose with its paragraphs kept and the line breaks within them left out."""
    return "\n\n".join(one_line(each) for each in text.split("\n\n"))


def _words(told: Told, issue: str, option: str) -> str:
    words = one_line(told.option(issue, option))
    return "" if words == option else f" ({words})"


def _box(box: Mapping[str, Sequence[Any]]) -> str:
    return ", ".join(f"{issue}={'|'.join(options)}" for issue, options in box.items())


def _row(label: str, text: Text | str, more: str = "") -> RenderableType:
    """Return words behind a label, or below one that is too long for that."""
    words = text if isinstance(text, Text) else Text(visible(text))
    whole = Text.assemble(words, (more, QUIET))
    if len(label) <= LABEL:
        return Paragraph(whole, lead=Text(f"  {label:<{LABEL}} ", QUIET))
    return Group(Text(f"  {label}", QUIET), Paragraph(whole, indent=LABEL + 3))

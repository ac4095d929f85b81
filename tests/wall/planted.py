"""Barrier bugs, planted one at a time to see whether the wall's guards notice."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from roomsix import acts, canonical, digest, events, prompts, record, rules, turns, views
from roomsix.events import Event
from roomsix.rules import Mind
from roomsix.scenario import Scenario
from roomsix.views import View

Plant = Callable[[pytest.MonkeyPatch], None]
BUGS: dict[str, Plant] = {}
SHORT: set[str] = set()
"""Those that matter only where old rounds are told in short."""


def bug(plant: Plant) -> Plant:
    """Register a bug under its function's name."""
    BUGS[plant.__name__] = plant
    return plant


def short(plant: Plant) -> Plant:
    """Register a bug that matters only where old rounds are told in short."""
    SHORT.add(plant.__name__)
    return bug(plant)


@bug
def the_view_takes_in_every_event(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        event = original(self, what, **where)
        if event.what.kind in ("whispered", "advise", "inform", "said"):
            for seat, view in self.views.items():
                if seat not in event.audience:
                    view.add(event.model_copy(update={"audience": (seat,)}))
        return event

    patch.setattr(record.Log, "add", add)


@bug
def events_are_numbered_as_the_record_numbers_them(patch: pytest.MonkeyPatch) -> None:
    original = View.add

    def add(self: View, event: Event, shown: str | None = None) -> None:
        before = len(self.lines)
        original(self, event, shown)
        if len(self.lines) > before:
            line = self.lines[-1].replace(f'{{"n":{before + 1},', f'{{"n":{event.seq + 1},', 1)
            self.lines[-1] = line

    patch.setattr(View, "add", add)


@bug
def offers_are_numbered_for_everyone_alike(patch: pytest.MonkeyPatch) -> None:
    original = views._shown_act

    def shown(scenario: Any, act: Any, view: View | None) -> Any:
        for key, value in original(scenario, act, view):
            yield (
                (key, view.papers[-1]) if key == "number" and view and view.papers else (key, value)
            )

    patch.setattr(views, "_shown_act", shown)


@bug
def lines_are_shared_with_whoever_numbers_papers_otherwise(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        event = original(self, what, **where)
        lines = [self.views[seat].lines for seat in event.audience]
        if isinstance(event.what, acts.Draft | acts.Propose | events.Said):
            for other in lines[1:]:
                other[-1] = lines[0][-1]
        return event

    patch.setattr(record.Log, "add", add)


@bug
def turns_are_counted_for_the_whole_room(patch: pytest.MonkeyPatch) -> None:
    def begin(self: record.Log, seat: str) -> int:
        self.turn += 1
        for each in self.turns:
            self.turns[each] += 1
        return self.turn

    patch.setattr(record.Log, "begin_turn", begin)


@bug
def advisers_hold_the_lead_s_card(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        told = original(scenario, seat)
        party = scenario.seats[seat].party
        if party:
            told["card"] = scenario.parties[party].card.model_dump(mode="json")
        return told

    patch.setattr(views, "brief", brief)


@bug
def the_mediator_knows_every_limit(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        told = original(scenario, seat)
        if scenario.seats[seat].role == "mediator":
            told["least"] = {p: side.needs for p, side in scenario.parties.items()}
        return told

    patch.setattr(views, "brief", brief)


@bug
def a_seat_is_handed_its_neighbour_s_brief(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        seats = list(scenario.seats)
        return original(scenario, seats[seats.index(seat) - 1])

    patch.setattr(views, "brief", brief)


@bug
def heads_are_cached_by_party(patch: pytest.MonkeyPatch) -> None:
    original = prompts.head
    cache: dict[tuple[int, str | None], str] = {}

    def head(scenario: Any, cast: Any, seat: str) -> str:
        key = (id(scenario), scenario.seats[seat].party)
        return cache.setdefault(key, original(scenario, cast, seat))

    patch.setattr(prompts, "head", head)


@bug
def heads_are_cached_by_role(patch: pytest.MonkeyPatch) -> None:
    original = prompts.head
    cache: dict[str, str] = {}

    def head(scenario: Any, cast: Any, seat: str) -> str:
        return cache.setdefault(scenario.seats[seat].role, original(scenario, cast, seat))

    patch.setattr(prompts, "head", head)


@bug
def what_parties_need_is_common_knowledge(patch: pytest.MonkeyPatch) -> None:
    original = views.public

    def public(scenario: Any, cast: Any) -> Any:
        return original(scenario, cast) | {"n": [p.needs for p in scenario.parties.values()]}

    patch.setattr(views, "public", public)


@bug
def incidents_are_foretold(patch: pytest.MonkeyPatch) -> None:
    original = views.public

    def public(scenario: Any, cast: Any) -> Any:
        told = [fact.text for fact in scenario.facts.values() if fact.odds > 1]
        return original(scenario, cast) | {"to_come": told}

    patch.setattr(views, "public", public)


@bug
def facts_come_with_their_truth(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        told: dict[str, Any] = original(scenario, seat)
        told["truths"] = {f: scenario.facts[f].truth for f in told["facts"]}
        return told

    patch.setattr(views, "brief", brief)


@bug
def everyone_knows_every_fact(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        told = original(scenario, seat)
        told["facts"] = {f: fact.text for f, fact in scenario.facts.items()}
        return told

    patch.setattr(views, "brief", brief)


@bug
def beliefs_of_all_are_in_every_brief(patch: pytest.MonkeyPatch) -> None:
    original = views.brief

    def brief(scenario: Any, seat: str) -> Any:
        told: dict[str, Any] = original(scenario, seat)
        told["beliefs"] = {f: dict(scenario.facts[f].beliefs) for f in told["facts"]}
        return told

    patch.setattr(views, "brief", brief)


@bug
def private_projections_are_on_the_table(patch: pytest.MonkeyPatch) -> None:
    original = views.public

    def public(scenario: Any, cast: Any) -> Any:
        every = {n: views._projection(scenario, n) for n in scenario.projections}
        return original(scenario, cast) | {"projections": every}

    patch.setattr(views, "public", public)


@bug
def personas_are_introduced_with_their_private_side(patch: pytest.MonkeyPatch) -> None:
    original = views.public

    def public(scenario: Any, cast: Any) -> Any:
        return original(scenario, cast) | {"people": [p.private for p in cast.values()]}

    patch.setattr(views, "public", public)


@bug
def whispers_are_heard_by_the_room(patch: pytest.MonkeyPatch) -> None:
    def delegation(scenario: Any, record: Any, session: str, seat: str) -> Any:
        return rules.present(scenario, record, session)

    patch.setattr(rules, "delegation", delegation)


@bug
def advice_is_given_aloud(patch: pytest.MonkeyPatch) -> None:
    original = rules.audience

    def audience(scenario: Any, record: Any, session: str, seat: str, act: Any) -> Any:
        if isinstance(act, acts.Advise):
            return rules.present(scenario, record, session)
        return original(scenario, record, session, seat, act)

    patch.setattr(rules, "audience", audience)


@bug
def words_to_the_observer_are_overheard(patch: pytest.MonkeyPatch) -> None:
    original = rules.audience

    def audience(scenario: Any, record: Any, session: str, seat: str, act: Any) -> Any:
        if isinstance(act, acts.Inform):
            return rules.present(scenario, record, session)
        return original(scenario, record, session, seat, act)

    patch.setattr(rules, "audience", audience)


@bug
def thoughts_are_spoken(patch: pytest.MonkeyPatch) -> None:
    original = turns.commit

    def commit(room: Any, session: str, round_: int, seat: str, turn: int, done: Any) -> None:
        if done.answer is not None:
            reply, act = done.answer
            aloud = reply.model_copy(update={"say": reply.say + reply.thinking})
            done = replace(done, answer=(aloud, act))
        original(room, session, round_, seat, turn, done)

    patch.setattr(turns, "commit", commit)


@bug
def failures_are_announced(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        if isinstance(what, events.Invalid):
            said = events.Said(text=f"(could not be understood: {what.reason})")
            original(self, said, **(where | {"audience": tuple(self.views)}))
        return original(self, what, **where)

    patch.setattr(record.Log, "add", add)


@bug
def the_last_failure_is_shown_to_whoever_fails_next(patch: pytest.MonkeyPatch) -> None:
    original = prompts.again
    last = ["canaryfumblenobody"]

    def again(asked: Any, lines: Any, *, reply: str, reason: str) -> Any:
        shown, last[0] = last[0], reply
        return original(asked, lines, reply=shown, reason=reason)

    patch.setattr(prompts, "again", again)


@bug
def the_clock_runs_while_seats_think(patch: pytest.MonkeyPatch) -> None:
    original = events.Record.append

    def append(self: events.Record, event: Event) -> None:
        original(self, event)
        if isinstance(event.what, events.Thought | events.Invalid) and event.turn is not None:
            self._spoken[event.session][event.turn] += 9_000

    patch.setattr(events.Record, "append", append)


@bug
def the_clock_tells_how_long_a_whisper_was(patch: pytest.MonkeyPatch) -> None:
    original = events.Record.append

    def append(self: events.Record, event: Event) -> None:
        original(self, event)
        if isinstance(event.what, events.Whispered) and event.turn is not None:
            self._spoken[event.session][event.turn] += 100 * len(event.what.text)

    patch.setattr(events.Record, "append", append)


@bug
def absent_seats_are_kept_informed(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        if isinstance(what, events.Said):
            where["audience"] = tuple(self.views)
        return original(self, what, **where)

    patch.setattr(record.Log, "add", add)


@bug
def a_seat_reads_from_another_s_view(patch: pytest.MonkeyPatch) -> None:
    original = turns.question

    def question(room: Any, session: str, round_: int, seat: str, **only: Any) -> Any:
        asked = original(room, session, round_, seat, **only)
        longest = max(room.log.views.values(), key=lambda view: len(view.lines))
        return prompts.build(asked.head, longest.lines, asked.tail)

    patch.setattr(turns, "question", question)


@short
def old_rounds_are_those_of_whoever_perceived_most(patch: pytest.MonkeyPatch) -> None:
    original = turns.question

    def question(room: Any, session: str, round_: int, seat: str, **only: Any) -> Any:
        asked = original(room, session, round_, seat, **only)
        longest = max(room.log.views.values(), key=lambda view: len(view.lines))
        cut = min(digest.cut(longest, room.scenario.digest), asked.seen)
        return prompts.build(asked.head, room.log.views[seat].lines, asked.tail, digested=cut)

    patch.setattr(turns, "question", question)


@short
def what_stands_is_looked_up_by_how_much_there_was(patch: pytest.MonkeyPatch) -> None:
    original, whole = digest.standing, prompts.build
    found: dict[int, list[str]] = {}

    def build(head: str, lines: list[str], tail: str, *, digested: int = 0, **rest: Any) -> Any:
        old = found.setdefault(digested, [lines[at] for at in original(lines[:digested])])
        asked = whole(head, lines, tail, digested=digested, **rest)
        told = [lines[at] for at in original(lines[:digested])]
        user = asked.user.replace("\n".join(told), "\n".join(old), 1)
        return asked.model_copy(update={"user": user})

    patch.setattr(prompts, "build", build)


@bug
def the_schema_of_the_question_is_not_the_only_thing_added(patch: pytest.MonkeyPatch) -> None:
    original = prompts.build

    def build(head: str, lines: list[str], tail: str) -> Any:
        asked = original(head, lines, tail)
        hint = canonical.digest(head)
        return asked.model_copy(update={"user": f"{asked.user}\n<!-- {hint} -->"})

    patch.setattr(prompts, "question", _question_with(build))


def _question_with(build: Any) -> Any:
    original = prompts.question

    def question(head: str, view: View, now: Any, **rest: Any) -> Any:
        asked = original(head, view, now, **rest)
        return build(asked.head, view.lines, asked.tail)

    return question


@bug
def claims_move_those_who_did_not_hear_them(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        event = original(self, what, **where)
        if event.what.kind in ("claimed", "disclose", "inform"):
            for seat in set(self.views) - set(event.audience):
                self.views[seat]._mind.take(event.model_copy(update={"audience": (seat,)}))
        return event

    patch.setattr(record.Log, "add", add)


@bug
def thoughts_move_those_who_sit_by(patch: pytest.MonkeyPatch) -> None:
    original = record.Log.add

    def add(self: record.Log, what: Any, **where: Any) -> Event:
        if isinstance(what, events.Thought):
            for claim in what.claims:
                claimed = events.Claimed(fact=claim.fact, holds=claim.holds)
                event = original(self, what, **where)
                overheard = event.model_copy(
                    update={"what": claimed, "audience": tuple(self.views)}
                )
                for view in self.views.values():
                    view._mind.take(overheard)
        return original(self, what, **where)

    patch.setattr(record.Log, "add", add)


@bug
def minds_begin_with_what_the_lead_believes(patch: pytest.MonkeyPatch) -> None:
    def prior(self: Scenario, seat: str, fact: str) -> int:
        party = self.seats[seat].party
        return self.facts[fact].beliefs.get(self.lead_of(party) if party else seat, 50)

    patch.setattr(Scenario, "prior", prior)


@bug
def minds_begin_with_what_the_room_believes(patch: pytest.MonkeyPatch) -> None:
    def prior(self: Scenario, seat: str, fact: str) -> int:
        held = [*self.facts[fact].beliefs.values(), 50]
        return sum(held) // len(held)

    patch.setattr(Scenario, "prior", prior)


@bug
def true_words_weigh_more(patch: pytest.MonkeyPatch) -> None:
    original = Mind._hear

    def hear(self: Mind, event: Event, fact: str, ratio: Any, holds: Any = None) -> None:
        if self._scenario.facts[fact].truth == (holds is not False):
            ratio = (9, 1)
        original(self, event, fact, ratio, holds)

    patch.setattr(Mind, "_hear", hear)


@bug
def sincere_words_weigh_more(patch: pytest.MonkeyPatch) -> None:
    original = Mind._hear

    def hear(self: Mind, event: Event, fact: str, ratio: Any, holds: Any = None) -> None:
        believed = self._scenario.facts[fact].beliefs.get(event.seat or "", 50)
        original(self, event, fact, (9, 1) if believed >= 50 else ratio, holds)

    patch.setattr(Mind, "_hear", hear)


@bug
def evidence_convinces_before_it_is_known(patch: pytest.MonkeyPatch) -> None:
    original = Mind._lending

    def lending(self: Mind, fact: str) -> Any:
        if not hasattr(self, "_lent"):  # before anyone has spoken
            return original(self, fact)
        return original(self, fact) * self._scenario.facts[fact].odds

    patch.setattr(Mind, "_lending", lending)


@bug
def the_mediator_is_told_what_to_believe(patch: pytest.MonkeyPatch) -> None:
    original = View.__init__

    def init(self: View, scenario: Any, seat: str) -> None:
        original(self, scenario, seat)
        self._tells_belief = True

    patch.setattr(View, "__init__", init)

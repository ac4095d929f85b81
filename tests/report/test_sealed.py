"""Sealed proposals, opened: topics named once, with all that is asked for under them."""

from report.room import cast
from roomsix import acts, events
from roomsix.report.scene import scene
from roomsix.report.sealed import terms
from wall.guards import built_in


def test_a_topic_is_named_once_with_everything_on_the_same_schedule() -> None:
    scenario = built_in()
    known = scenario.verification
    assert known is not None
    obligation, schedule = next(iter(scenario.obligations)), next(iter(known.schedules))
    one, two, three = list(known.measures)[:3]
    later = list(known.schedules)[1]
    asked = [(one, schedule), (two, schedule), (three, later)]
    need = tuple(
        acts.Term(obligation=obligation, measure=measure, schedule=when) for measure, when in asked
    )
    what = events.Unsealed(party=next(iter(scenario.parties)), allow=(), need=need)

    allows, needs = terms(scene(scenario, cast(scenario)), what)

    names = {name: known.measures[name].name for name in (one, two, three)}
    about = scenario.obligations[obligation].name
    assert allows == ("will allow", ["nothing"])
    assert needs[1] == [
        f"{about}: {names[one]}, {names[two]}, each {known.schedules[schedule]}",
        f"{about}: {names[three]}, {known.schedules[later]}",
    ]

"""What a game is about: the venture, the issues and options in use, the sides and their people."""

from dataclasses import dataclass
from math import prod

from roomsix.deal import IssueId, OptionId, PartyId, PersonaId
from roomsix.generator import words
from roomsix.generator.dice import Dice
from roomsix.generator.wanted import Wanted
from roomsix.generator.words import Side, Topic

OPTIONS = (2, 6)
PACKAGES = (40, 20_000)
"""How many packages a game may have."""


@dataclass(frozen=True)
class Frame:
    """A game before anybody wants anything.

    Attributes:
        options: For every issue the steps in use, by id, from the least to the most.
        leads: Who speaks for each side.
        aides: Who advises each side; empty where nobody does.
    """

    wanted: Wanted
    venture: str
    topics: tuple[Topic, ...]
    options: dict[IssueId, dict[OptionId, str]]
    sides: tuple[Side, ...]
    leads: tuple[PersonaId, ...]
    aides: tuple[PersonaId, ...]

    def options_in_use(self) -> dict[IssueId, tuple[OptionId, ...]]:
        """Return the ids of every issue's options."""
        return {issue: tuple(steps) for issue, steps in self.options.items()}

    def lead(self, party: PartyId) -> str:
        """Return the id of a side's leading seat."""
        return f"{party}-lead"

    def aide(self, party: PartyId) -> str:
        """Return the id of a side's adviser."""
        return f"{party}-adviser"


def frame(dice: Dice, wanted: Wanted) -> Frame:
    """Draw what a game is about."""
    topics = dice.shuffled(words.TOPICS, "topics")[: wanted.issues]
    people = dice.shuffled(words.LEADS, "people")
    return Frame(
        wanted=wanted,
        venture=dice.pick(words.VENTURES, "venture"),
        topics=tuple(topics),
        options=_options(dice, topics),
        sides=tuple(dice.shuffled(words.SIDES, "sides")[: wanted.parties]),
        leads=tuple(people[: wanted.parties]),
        aides=tuple(people[wanted.parties : 2 * wanted.parties]) if wanted.advisers else (),
    )


def _options(dice: Dice, topics: list[Topic]) -> dict[IssueId, dict[OptionId, str]]:
    """Draw the steps of every issue, both ends included, with neither too few packages nor many."""
    for again in range(100):
        many = {topic.id: dice.between(*OPTIONS, "many", topic.id, again) for topic in topics}
        if PACKAGES[0] <= prod(many.values()) <= PACKAGES[1]:
            break
    else:
        many = {topic.id: 3 if len(topics) > 4 else 4 for topic in topics}
    return {topic.id: _steps(dice, topic, many[topic.id]) for topic in topics}


def _steps(dice: Dice, topic: Topic, many: int) -> dict[OptionId, str]:
    last = len(topic.options) - 1
    places = [0, *dice.some(many - 2, range(1, last), "steps", topic.id), last]
    return {as_id(topic.options[place]): topic.options[place] for place in places}


def as_id(phrase: str) -> str:
    """Return a phrase as an id: its words joined by hyphens, articles and apostrophes left out."""
    kept = [word for word in phrase.replace("'", "").split() if word not in ("a", "the")]
    return "-".join(kept)

"""How much words and reports weigh: the numbers by which beliefs move, as data."""

from fractions import Fraction
from typing import Annotated, Literal

from pydantic import Field

from roomsix.deal import FactId, Frozen

_Side = Annotated[int, Field(ge=1, le=1000)]
Ratio = tuple[_Side, _Side]
"""A likelihood ratio as for : against: how much likelier it is to be heard of where it is so."""

_Share = Annotated[int, Field(ge=0, le=100)]
_Six = tuple[_Share, _Share, _Share, _Share, _Share, _Share]

UNRATED = Fraction(1)
"""The weight of a fact without a rating: nothing is known against its source."""


class Hearing(Frozen):
    """What moves a belief, and how far, before the rating of its source tempers it.

    The grades are those of the Admiralty or NATO system (AJP-2.1; UK JDP 2-00): reliability of the
    source A to F, credibility of the report 1 to 6. The system has no numbers; these are ours.

    Attributes:
        version: Of the default numbers.
        claim: Words in company.
        confided: Words off the record.
        own_side: The least that words and disclosures of one's own side count for.
        disclosed: A fact told to all present.
        entrusted: A fact told off the record, or to the observer alone.
        exhibit: A fact put on the table for all to see.
        reliability: Per cent of the weight that is left at A, B, C, D, E and F.
        credibility: Per cent of the weight that is left at 1, 2, 3, 4, 5 and 6.
    """

    version: Literal[1] = 1
    claim: Ratio = (3, 2)
    confided: Ratio = (2, 1)
    own_side: Ratio = (2, 1)
    disclosed: Ratio = (3, 1)
    entrusted: Ratio = (4, 1)
    exhibit: Ratio = (4, 1)
    reliability: _Six = (100, 80, 60, 40, 20, 50)
    credibility: _Six = (100, 80, 60, 40, 20, 50)

    def weight(self, rating: str) -> Fraction:
        """Return the share of a ratio's force that a rating leaves, from 0 to 1."""
        if not rating:
            return UNRATED
        source = self.reliability["ABCDEF".index(rating[0])]
        report = self.credibility["123456".index(rating[1])]
        return Fraction(source * report, 10_000)


class Showing(Frozen):
    """What an incident lets everyone see.

    Attributes:
        fact: What it bears on; everyone has to know of that.
        odds: By how much it makes it likelier, as for : against; a rating does not temper it.
    """

    fact: FactId
    odds: Ratio


def force(ratio: Ratio) -> Fraction:
    """Return a ratio as a number."""
    return Fraction(*ratio)


def tempered(ratio: Fraction, weight: Fraction) -> Fraction:
    """Return the ratio of a report that is worth something with a chance only.

    With the chance `weight` it is as telling as the ratio says, else it would have come either way:
    `1 + weight * (ratio - 1)`.
    """
    return 1 + weight * (ratio - 1)

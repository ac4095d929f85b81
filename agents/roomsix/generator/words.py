"""The plain words that drawn games are made of: ventures, sides, issues, and who speaks for whom.

Names and options have five words at most, as the personas' lines expect of what fills their slots.
"""

from typing import NamedTuple


class Side(NamedTuple):
    """A party as it is spoken of, and whoever it answers to."""

    id: str
    name: str
    principal: str


class Topic(NamedTuple):
    """An issue.

    Attributes:
        options: Six steps from the least to the most; a game uses some of them, in this order.
        less: A case for the first ones, fit for any ears.
        more: A case for the last ones.
    """

    id: str
    name: str
    options: tuple[str, str, str, str, str, str]
    less: str
    more: str


VENTURES = (
    "a cold store by the river",
    "a night market",
    "a repair yard",
    "a seed exchange",
    "a shared depot",
    "a new quay",
    "a weekly express",
    "a timber pool",
)

SIDES = (
    Side("growers", "the growers", "the growers' assembly"),
    Side("carriers", "the carriers", "the carriers' guild"),
    Side("harbour", "the harbour", "the harbour board"),
    Side("mill", "the mill", "the mill's owners"),
    Side("town", "the town", "the town council"),
    Side("bank", "the savings bank", "the bank's trustees"),
    Side("builders", "the builders", "the builders' partners"),
    Side("ferry", "the ferry", "the ferry's shareholders"),
    Side("brewers", "the brewers", "the brewers' league"),
    Side("foresters", "the foresters", "the forest commune"),
)

LEADS = ("abara", "haddad", "lindqvist", "okafor", "reyes", "teng")
"""Who may speak for a party; advisers are drawn from those left over."""

MEDIATOR = "conciliator"
OBSERVER = "brandt"

CAST = (*LEADS, MEDIATOR, OBSERVER)

REASONS = (
    "Those at home would not hear of it.",
    "It was tried once, and nobody has forgotten.",
    "It would break a promise made in public.",
    "The law as it stands would not allow it.",
)

TOPICS = (
    Topic(
        "term",
        "the length of contract",
        ("one year", "two years", "three years", "five years", "seven years", "ten years"),
        "Nobody here can see further ahead than a couple of harvests.",
        "Money that is to be earned back slowly needs years to do it in.",
    ),
    Topic(
        "price",
        "the price",
        (
            "ten per cent below list",
            "five per cent below list",
            "the list price",
            "two per cent above list",
            "five per cent above list",
            "ten per cent above list",
        ),
        "A price that only one side can pay is not a market.",
        "Last year's prices were set before the last three bills came in.",
    ),
    Topic(
        "deposit",
        "the deposit",
        (
            "no deposit",
            "five per cent down",
            "ten per cent down",
            "fifteen per cent down",
            "twenty per cent down",
            "thirty per cent down",
        ),
        "Cash that lies in somebody's drawer is working for nobody.",
        "People take better care of what they have already paid for.",
    ),
    Topic(
        "payment",
        "the time to pay",
        (
            "payment on delivery",
            "payment within a week",
            "payment within two weeks",
            "payment within a month",
            "payment within two months",
            "payment within three months",
        ),
        "Wages fall due on Fridays, whatever the invoice says.",
        "The goods have to be sold before they can be paid for.",
    ),
    Topic(
        "checks",
        "the quality checks",
        (
            "no checks",
            "one check a year",
            "two checks a year",
            "monthly checks",
            "weekly checks",
            "checks of every batch",
        ),
        "Every inspector who walks in stops the work for a morning.",
        "One bad batch undoes ten years of good ones.",
    ),
    Topic(
        "notice",
        "the notice period",
        (
            "no notice",
            "a week's notice",
            "a month's notice",
            "three months' notice",
            "six months' notice",
            "a year's notice",
        ),
        "A door that opens slowly keeps in those who should have left.",
        "Nobody hires people for work that may be gone next week.",
    ),
    Topic(
        "penalty",
        "the penalty for delay",
        (
            "no penalty",
            "one per cent a week",
            "two per cent a week",
            "four per cent a week",
            "eight per cent a week",
            "a right to cancel",
        ),
        "Weather does not read contracts, and somebody would pay for it.",
        "A date without a price on it is only a wish.",
    ),
    Topic(
        "guarantee",
        "the guarantee",
        (
            "no guarantee",
            "a six months' guarantee",
            "a one-year guarantee",
            "a two-year guarantee",
            "a three-year guarantee",
            "a five-year guarantee",
        ),
        "What others do with a thing after it is sold cannot be promised for.",
        "Whoever believes in the work can afford to stand behind it.",
    ),
    Topic(
        "area",
        "the exclusive area",
        (
            "no exclusive area",
            "the old town alone",
            "the whole town",
            "the whole county",
            "three counties",
            "the whole coast",
        ),
        "Customers who have one door to knock at are soon treated like it.",
        "Nobody clears a field so that a neighbour may plant it.",
    ),
    Topic(
        "training",
        "the training",
        (
            "no training",
            "one day of training",
            "three days of training",
            "a week of training",
            "two weeks of training",
            "a month of training",
        ),
        "These are skilled people; a lecture will not make them taller.",
        "The mistakes of last spring were all made by somebody's first week.",
    ),
    Topic(
        "volume",
        "the smallest order",
        (
            "no smallest order",
            "ten crates a week",
            "twenty crates a week",
            "forty crates a week",
            "sixty crates a week",
            "a hundred crates a week",
        ),
        "A quiet month should not be paid for twice.",
        "Half-empty carts cost as much to move as full ones.",
    ),
    Topic(
        "hours",
        "the opening hours",
        (
            "mornings only",
            "eight hours a day",
            "ten hours a day",
            "twelve hours a day",
            "sixteen hours a day",
            "the whole day and night",
        ),
        "People live above these doors and would like to sleep.",
        "Fresh goods arrive when they arrive, not when it suits the key.",
    ),
    Topic(
        "staff",
        "the joint staff",
        (
            "no joint staff",
            "a joint staff of two",
            "a joint staff of four",
            "a joint staff of six",
            "a joint staff of eight",
            "a joint staff of twelve",
        ),
        "An office grows to fill whatever chairs it is given.",
        "Work that belongs to nobody in particular is never done.",
    ),
    Topic(
        "insurance",
        "the insured share",
        (
            "nothing insured",
            "a tenth insured",
            "a quarter insured",
            "half insured",
            "three quarters insured",
            "everything insured",
        ),
        "Premiums are certain, and fires so far have not been.",
        "One flood would end this before it had begun.",
    ),
    Topic(
        "reports",
        "the reports",
        (
            "no reports",
            "a yearly report",
            "a quarterly report",
            "a monthly report",
            "a weekly report",
            "a daily report",
        ),
        "The hour spent on writing it down was meant for doing it.",
        "Trouble that is read about early is cheap trouble.",
    ),
    Topic(
        "publicity",
        "the publicity",
        (
            "no announcement",
            "a short notice",
            "a joint statement",
            "a day for the press",
            "a month of advertising",
            "a year of advertising",
        ),
        "Whatever is shouted now will be held against everybody later.",
        "A thing that nobody has heard of is not used by anybody.",
    ),
)

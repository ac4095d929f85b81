"""English as far as the sweep knows it: words that say nothing, words that say the same.

Data alone; the rules are in `words`, `telling` and `inferring`. Any change raises `VERSION`.
"""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(";"))


STOP = _words(
    """
    a about after again ain all also although am among an and any anybody anyone anything are
    aren as at be because been before being between both but by can cannot could couldn d dare
    did didn do does doesn don done each either else even ever every everybody everyone
    everything few for from further get go going got had has hasn have haven he her here hers
    him his how however i if in indeed into is isn it its itself just know known let like ll m
    made make many may me might more most much must my neither never no nobody none nor not
    nothing now of off often on once one only or other others our ours out over own perhaps
    put quite rather re really s said same say says see shall she should shouldn since so some
    somebody someone something still such t than that the their theirs them themselves then
    there these they thing things this those though through to told too truly under until up
    upon us ve very was wasn we well were weren what when where whether which while who whom
    whose why will with within without won would wouldn yet you your yours
    """
)
"""Words that carry no content of their own."""

KEPT = _words("else few most nothing other without")
"""Stop words that count all the same where a private text is short."""

NEGATORS = _words(
    """
    aren cannot couldn denied denies deny didn doesn don hasn haven isn n't neither never no
    nobody none nor not nothing refuse refused refuses shouldn wasn weren won wouldn
    """
)
"""Words that turn what is said round."""

NO_NEGATION = _phrases(
    "next to nothing; no fewer; no more than; no less; not only; nothing but; no doubt"
)
"""Phrases in which a negator turns nothing round."""

SELF = _words("i me mine my myself our ours ourselves us we you your yours")
"""How a seat speaks of itself, and a brief to it."""

SAME = _phrases(
    """
    accept take agree allow approve stomach swallow tolerate bear pass concede sign live;
    refuse reject decline; limit ceiling cap maximum; ship vessel freighter warship boat hull
    fleet navy; supply cargo provision; destroy sink hit attack wreck blow bomb strike; shot
    fire shoot; tug towboat; identity name alias registration; borrow false fake forge assume
    lie; time moment; steal theft rob missing loot; guidance targeting; set kit device gear
    electronics part; report notify declare; weapon gun missile arm; fragment debris wreckage
    splinter shard metal; match fit correspond; mars martian; earth terrestrial; make made
    manufacture model kind type sort; usual ordinary normal; carry fly bring; dock moor berth;
    contractor contract subcontractor; crew sailor; pass permit badge; hold keep retain;
    station base; order instruction command; seal sealed envelope; target aim; list index;
    write wrote written draft draw drew; fail failure collapse break broke broken; brink edge
    verge; sabotage plot conspiracy; mean intend plan; worker people labourer man hand
    employee; family child kid wife husband parent; live dwell home inhabit reside; empty
    hollow shell; sort sift; council government; assembly parliament; vote ballot; third
    three; authority control power; resource ground licence license licensing; guarantor
    guarantee; outside external; source informant contact friend agent insider; bookkeeper
    accountant accounts ledger; clerk secretary scribe; cost costing price expense dear costly
    ruinous expensive; read get; habitat town dome settlement; reserve air store; blockade
    siege shut; dead death die kill casualty life lives perish; need want require; quiet
    silent still; consequence penalty punishment; bite hurt sting; breach cheat violate
    violation; tired exhausted weary worn; notice announce announced announcement; distance
    away standoff apart far; private confidential; warn warning; tell inform; broadcaster
    radio television network; record recording tape; concert performance; pay money fee fund;
    offer propose bid willing; survey poll; player musician member orchestra; mind object
    grumble bother; work play; most majority; house theatre door; subsidy grant; withdraw
    remove; earn income revenue; yield give concession; nothing little hardly scarcely; cheap
    inexpensive generous; partner suitor; wait waiting ready; talk negotiation meeting; count
    matter important; try tried attempt; forget forgotten; hear heard; staff personnel;
    publicity advertising press; order quantity; begin start
    """
)
"""Words between semicolons are taken for the same; the first group that has a word counts."""

PHRASES = tuple(
    phrase.split(" = ")
    for phrase in _phrases(
        """
    next to nothing = cheap; hardly notice = cheap; scarcely notice = cheap; scarcely feel =
    cheap; not hurt = cheap; give way = yield; giving way = yield; gave way = yield; give up =
    yield; somebody else = partner; someone else = partner; nobody else = no partner; no one
    else = no partner; come to nothing = fail; comes to nothing = fail; fall apart = fail;
    falls apart = fail; break down = fail; breaks down = fail; went up = destroyed; blown up =
    destroyed; blew up = destroyed; worn out = tired; two times = twice; put up money = pay;
    day of rest = sunday; seventh day = sunday; take apart = dismantle; power down = seal; on
    board = carry
        """
    )
)
"""Idioms, and the word that says the same."""

ACCEPTS = _phrases(
    """
    live with; accept; settle for; settle on; stomach; swallow; agree to; put up with; content
    with; bear; be able to sign; would do; will do; go as far as; come down to; come up to
    """
)
"""What somebody says who would take an option."""

REFUSES = _phrases(
    """
    never accept; never sign; never agree; not accept; cannot accept; never take; not sign;
    out of the question; unacceptable; not acceptable; never allow; will refuse; would refuse;
    red line; not on any terms
    """
)
"""What somebody says who would never take an option."""

MORE = _phrases(
    """
    matters more; matter more; far more; counts for more; count for more; worth more; more
    important; weighs more; outweighs; outweigh; dearer; comes before; come before; rather
    have; sooner have
    """
)
LESS = _phrases(
    """
    matters less; matter less; counts for less; count for less; worth less; less important;
    weighs less; smaller matter
    """
)
FIRST = _phrases(
    """
    comes first; come first; matters most; matter most; is what matters; are what matters;
    what matters; what counts; most important; what we came for; what we are after; all i am
    after; what we really need; what we need; what i need; above all; everything turns on
    """
)
LAST = _phrases(
    """
    is cheap; are cheap; not dear; least important; matters least; matter least; comes last;
    come last; can be generous; be generous; for show; for the newspapers; mind least; do not
    care
    """
)
"""Ways of saying what weighs more, less, most and least."""

ASKING = _words(
    """
    would could can will is are do does did has have what who which how if suppose should
    """
)
"""How questions and suppositions begin."""

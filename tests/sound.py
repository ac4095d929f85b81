"""A scenario as data, with something of everything and nothing wrong."""

from collections.abc import Mapping
from typing import Any

CARD = {"points": {"colour": {"green": 10, "white": 4}, "height": {"low": 1, "high": 2}}}
DIAL = {"issue": "height", "by": {"low": 10, "high": 60}}
SOUND: Mapping[str, Any] = {
    "scenario": 1,
    "id": "fence",
    "title": "A fence",
    "summary": "Two neighbours and a fence.",
    "issues": {
        "colour": {"name": "colour", "options": {"green": "green", "white": "white"}},
        "height": {"name": "height", "options": {"low": "low", "high": "high"}},
    },
    "obligations": {
        "painting": {
            "name": "painting",
            "debtor": "left",
            "restrains": {"colour": ["white"]},
            "gain": 3,
            "detection": DIAL,
            "loss": DIAL,
        }
    },
    "parties": {
        side: {
            "name": side,
            "principal": {"name": f"the {side} house"},
            "position": {
                "opening": {"colour": ask, "height": "low"},
                "order": ["height", "colour"],
            },
            "card": CARD | {"bonuses": [{"points": 2, "when": {}, "deterred": "painting"}]},
            "red_lines": [{"never": {"height": ["high"]}, "because": "It would shade the roses."}],
            "stakes": {"calm": {"no_deal": 3}, "war": {"no_deal": 1}},
        }
        for side, ask in (("left", "green"), ("right", "white"))
    },
    "seats": {
        "ann": {"persona": "ann", "role": "lead", "party": "left"},
        "abe": {
            "persona": "abe",
            "role": "adviser",
            "party": "left",
            "leaning": {"card": CARD, "against_below": 3},
            "talking_points": {"colour": ["Green grows on you."]},
        },
        "bob": {"persona": "bob", "role": "lead", "party": "right"},
        "max": {"persona": "max", "role": "mediator"},
    },
    "facts": {
        "paint": {
            "text": "Paint is short.",
            "truth": True,
            "known_to": ["ann"],
            "share": {"when": ["asked"], "to": ["abe", "max"]},
            "beliefs": {"bob": 20},
        }
    },
    "tension": {"levels": {"calm": 0, "war": 10}, "rupture": "war"},
    "incidents": {
        "hail": {
            "before": {"session": "gate", "round": 2},
            "what": "It hails.",
            "gravity": "neutral",
            "unless": {"seats": ["max"], "facts": ["paint"], "start": [1, 1], "odds": [3, 1]},
        }
    },
    "projections": {"cost": {"source": "a builder", "week": 1, "month": 2, "known_to": ["max"]}},
    "sessions": {
        "tea": {
            "kind": "preliminary",
            "title": "Tea",
            "party": "left",
            "turns": [["max", "ann", "abe"]],
            "agenda": ["colour"],
        },
        "gate": {"kind": "plenary", "title": "Gate", "rounds": 2, "turns": [["max", "ann", "bob"]]},
        "vote": {"kind": "ratification", "title": "Vote", "turns": [["ann", "bob"]]},
    },
}

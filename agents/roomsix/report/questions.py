"""What a question says of the moment it was asked in, read back from its closing words."""

import json
import re
from typing import Any

_NOW = re.compile(r"^NOW (\{.*\})$", re.MULTILINE)


def now(tail: str) -> dict[str, Any]:
    """Return the moment a question names; empty when it names none."""
    found = _NOW.search(tail)
    try:
        moment = json.loads(found[1]) if found else {}
    except ValueError:
        return {}
    return moment if isinstance(moment, dict) else {}

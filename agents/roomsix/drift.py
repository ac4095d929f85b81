"""Whether the model behind a name stays the same while talks go on."""

from roomsix.calls import Outcome


class Drift:
    """Compares what answers under each name with what answered first, and says so once."""

    def __init__(self) -> None:
        self._first: dict[str, Outcome] = {}
        self._said: set[str] = set()

    def notice(self, chat: str, outcome: Outcome) -> str:
        """Return in a line how a model has changed; empty where it has not, or was said to."""
        if not outcome.model:
            return ""
        first = self._first.setdefault(chat, outcome)
        before, now = _state(first), _state(outcome)
        if before == now or chat in self._said:
            return ""
        self._said.add(chat)
        return f"{chat}: what answers has changed in the middle of the talks: {before}, now {now}"


def _state(outcome: Outcome) -> str:
    return f"{outcome.model} ({outcome.fingerprint})" if outcome.fingerprint else outcome.model

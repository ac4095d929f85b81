"""Keys that were said in talks, and must not be in a file that others read."""

import re
from collections.abc import Iterable

from roomsix.errors import UsageError

_KEYS = re.compile(
    r"\b(sk-[A-Za-z0-9_-]{16,}|gsk_\w{20,}|hf_\w{20,}|AIza[\w-]{30,}|Bearer \S{16,})"
)


def refuse(lines: Iterable[str], what: str, *, secrets: Iterable[str] = ()) -> None:
    """Make sure that no key is in what is about to be written.

    Args:
        what: What it is, to name it.
        secrets: Texts that must not be in it, such as the keys in use.

    Raises:
        UsageError: Something in it looks like a key, or is one.
    """
    known = [secret for secret in secrets if secret]
    for number, line in enumerate(lines, start=1):
        if any(secret in line for secret in known) or _KEYS.search(line):
            raise UsageError(
                f"line {number} of the {what} holds what looks like a key; nothing is written"
            )

"""One way to write JSON: a line, the same bytes for the same value, safe to show and send."""

import hashlib
import json
import re

from pydantic import JsonValue

# Inside a JSON text these can only stand in strings. Escaped they mean the same, but no terminal
# obeys them, no eye is misled by them and no chat template takes them for its own marks.
_MISLEADING = re.compile(
    "[<\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff\U000e0000-\U000e007f]"
    r"|\[(?=/?INST)"
)
_encoder = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def line(value: JsonValue) -> str:
    """Return the value as one line of JSON, keys in the order given, without a line break."""
    text = _encoder.encode(value)
    if text.isascii() and "<" not in text and "INST" not in text and "\x7f" not in text:
        return text
    return _MISLEADING.sub(_escape, text)


def digest(text: str) -> str:
    """Return 128 bits of the text's SHA-256, as 32 hexadecimal digits."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _escape(match: re.Match[str]) -> str:
    return (
        json.dumps(match.group(0))[1:-1]
        if match.group(0) > "~"
        else f"\\u{ord(match.group(0)):04x}"
    )

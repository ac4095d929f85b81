"""Run the commands of the pages that have some, and find the events of docs/story.md again.

python docs/refresh.py [--slow]

What the commands print and where events are in an example run changes with the mocks, the reports
and the definitions; what a page says around it is yours to keep true.
"""

import sys
import tempfile
from pathlib import Path

import consoles
import pointers

DOCS = Path(__file__).resolve().parent

PAGES = ("tutorial.md", "comparing.md")
"""Those with commands whose output stands below them."""


def main(*, slowly: bool) -> None:
    """Write the pages anew; name those that changed."""
    made = {DOCS / name: _run(DOCS / name, slowly=slowly) for name in PAGES}
    story = DOCS / "story.md"
    made[story] = pointers.rendered(story.read_text("utf-8"))
    for path, text in made.items():
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} has changed\n")


def _run(page: Path, *, slowly: bool) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return consoles.rendered(page.read_text("utf-8"), Path(folder), slowly=slowly)


if __name__ == "__main__":
    main(slowly="--slow" in sys.argv[1:])

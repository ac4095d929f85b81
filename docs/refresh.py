"""Run the commands of docs/tutorial.md and find the events of docs/story.md again.

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


def main(*, slowly: bool) -> None:
    """Write both pages anew; name those that changed."""
    tutorial, story = DOCS / "tutorial.md", DOCS / "story.md"
    with tempfile.TemporaryDirectory() as folder:
        page = consoles.rendered(tutorial.read_text("utf-8"), Path(folder), slowly=slowly)
    for path, text in ((tutorial, page), (story, pointers.rendered(story.read_text("utf-8")))):
        if path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(DOCS.parent)} has changed\n")


if __name__ == "__main__":
    main(slowly="--slow" in sys.argv[1:])

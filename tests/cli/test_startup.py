"""What a command loads: help, lists, transcripts and lint must not wait for the engine."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "inspect_ai",
    "langgraph",
    "langchain_core",
    "numpy",
    "openai",
    "prompt_toolkit",
    "tenacity",
)
PROBE = """
import sys
from roomsix.cli import main
code = main(sys.argv[1:])
print([name for name in %r if name in sys.modules], file=sys.stderr)
sys.exit(code)
"""


@pytest.mark.parametrize(
    "arguments",
    [
        ("--help",),
        ("--version",),
        ("run", "--help"),
        ("list",),
        ("list", "scenarios"),
        ("list", "personas", "--json"),
        ("list", "chats"),
        ("list", "suites"),
        ("show", "@last"),
        ("show", "@last", "--as", "manager"),
        ("show", "@last", "--offers"),
        ("show", "@last", "--turn", "3"),
        ("show", "@last", "--prompts", "--turn", "3"),
        ("lint", "scenarios/theatre.yaml"),
    ],
    ids=" ".join,
)
def test_a_command_that_only_reads_loads_no_engine_no_client_and_no_numpy(
    arguments: tuple[str, ...], played: Path
) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", PROBE % (HEAVY,), "-C", str(played), *arguments],
        capture_output=True,
        text=True,
        check=False,
    )

    assert ran.stderr.strip().splitlines()[-1] == "[]"

"""LLM-Deliberation: a game's folder, with parties, score sheets, thresholds and instructions.

`config.txt` has a line for each party: name, file, role, incentive, model. A score sheet has a line
of points for each issue and the threshold last. The proposal passes if all parties but one agree,
those of the roles p1 and p2 among them; p1 has 10 points more if all do.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import ascii_uppercase

from roomsix.errors import UsageError
from roomsix.exchange import deals, ids, instructions, source
from roomsix.exchange.account import Account
from roomsix.exchange.instructions import Topic
from roomsix.exchange.numbers import whole
from roomsix.exchange.source import wrong

CONFIG = "config.txt"
SHEETS = "scores_files"
BONUS = 10
"""What unanimity is worth to p1, as the instructions to it say."""

ROLES = {"voting_moderator": "p1", "veto": "p2"}
"""What the two roles with a veto were called first."""

INCENTIVES = ("cooperative", "greedy", "untargeted_adv", "targeted_adv")

_FILE = re.compile(r"[\w][\w .-]{0,60}")


@dataclass(frozen=True)
class Agent:
    """A party as the config and its files state it.

    Attributes:
        role: `p1`, `p2`, `player` or `target`.
        sheet: For each issue, the points of its options.
        threshold: The fewest points that are acceptable.
        told: Its private instructions, with the points filled in; empty where there are none.
    """

    name: str
    file: str
    role: str
    incentive: str
    model: str
    sheet: tuple[tuple[int, ...], ...]
    threshold: int
    told: str


@dataclass(frozen=True)
class Deliberation:
    """A game as its folder states it.

    Attributes:
        opening: The deal p1 begins with, an option's number for each issue, from 0; None for none.
    """

    name: str
    agents: tuple[Agent, ...]
    topics: tuple[Topic, ...]
    situation: str
    opening: tuple[int, ...] | None

    def of_role(self, role: str) -> Agent | None:
        """Return whoever has a role."""
        return next((agent for agent in self.agents if agent.role == role), None)


def recognised(path: Path) -> bool:
    """Tell whether a path is a game's folder."""
    return path.is_dir() and (path / CONFIG).is_file() and (path / SHEETS).is_dir()


def read(folder: Path, account: Account) -> Deliberation:
    """Return the game of a folder.

    Raises:
        UsageError: A file is missing or leads elsewhere.
        DefinitionError: A file says what cannot be; with its line.
    """
    config = _file(folder, CONFIG)
    agents: list[Agent] = []
    for number, line in enumerate(source.text(config).split("\n"), start=1):
        if line.strip():
            agents.append(_agent(folder, config, number, line, account))
    if len(agents) < 2:
        raise wrong(config, 1, f"{len(agents)} parties; talks need two at least")
    _differ(config, agents)
    shape = [len(issue) for issue in agents[0].sheet]
    situation = _optional(folder, "global_instructions.txt", account)
    topics = instructions.topics(situation, shape, account)
    opening = None
    if (folder / "initial_deal.txt").exists():
        file = _file(folder, "initial_deal.txt")
        opening = _opening(file, source.text(file), shape)
    else:
        account.assumed("p1 begins with the best for itself: there is no initial_deal.txt")
    name = ids.line(folder.resolve().name, "game")
    return Deliberation(name, tuple(agents), topics, situation, opening)


def _file(folder: Path, *inner: str) -> Path:
    file = folder.joinpath(*inner)
    if not file.is_file():
        raise UsageError(f"{folder} has no {'/'.join(inner)}")
    return source.inside(folder, file)


def _optional(folder: Path, name: str, account: Account) -> str:
    if not (folder / name).exists():
        account.dropped(f"{name}: it is not there")
        return ""
    return source.text(_file(folder, name)).strip()


def _agent(folder: Path, config: Path, number: int, line: str, account: Account) -> Agent:
    where = f"{CONFIG}:{number}"
    parts = [part.strip() for part in line.split(",")]
    if len(parts) != 5:
        message = f"{len(parts)} entries; there must be five: name, file, role, incentive, model"
        raise wrong(config, number, message)
    name, file, role, incentive, model = parts
    role = ROLES.get(role, role)
    if role not in ("p1", "p2", "player", "target"):
        raise wrong(config, number, f"no role {role!r}", "p1, p2, player or target")
    if incentive not in INCENTIVES:
        raise wrong(config, number, f"no incentive {incentive!r}", ", ".join(INCENTIVES))
    if not name or not _FILE.fullmatch(file):
        raise wrong(config, number, f"{name!r} with the file {file!r}: no name, or no file's name")
    sheet, threshold = _sheet(_file(folder, SHEETS, f"{file}.txt"))
    told = ""
    private = folder / "individual_instructions" / incentive / f"{file}.txt"
    if private.is_file():
        told = instructions.filled(source.text(source.inside(folder, private)), sheet).strip()
    else:
        account.dropped(
            f"private instructions of {name!r}: no {private.relative_to(folder)}", where
        )
    return Agent(name, file, role, incentive, model, sheet, threshold, told)


def _sheet(file: Path) -> tuple[tuple[tuple[int, ...], ...], int]:
    lines = [
        (number, line)
        for number, line in enumerate(source.text(file).split("\n"), start=1)
        if line.strip()
    ]
    if len(lines) < 2:
        raise wrong(file, 1, "no score sheet: a line for each issue, then the threshold")
    *issues, (last, threshold) = lines
    if len(issues) > len(ascii_uppercase):
        raise wrong(
            file, last, f"{len(issues)} issues; there are only {len(ascii_uppercase)} letters"
        )
    sheet = []
    for number, line in issues:
        scores = tuple(whole(each, "a score", file, number) for each in line.split(","))
        if len(scores) < 2:
            raise wrong(file, number, "an issue with one option: no choice")
        if not all(-1000 <= score <= 1000 for score in scores):
            raise wrong(file, number, "a score beyond 1000, which no card may hold")
        sheet.append(scores)
    return tuple(sheet), whole(threshold, "the threshold", file, last)


def _differ(config: Path, agents: Sequence[Agent]) -> None:
    """Make sure that parties differ in name and roles, and that their sheets are of one shape."""
    names = [agent.name for agent in agents]
    for name in names:
        if names.count(name) > 1:
            raise wrong(config, 1, f"two parties are called {name!r}")
    for role in ("p1", "p2"):
        count = sum(agent.role == role for agent in agents)
        if count > 1 or (role == "p1" and not count):
            raise wrong(config, 1, f"{count} parties have the role {role}; there must be one")
    shapes = {agent.file: tuple(map(len, agent.sheet)) for agent in agents}
    first, *others = shapes.items()
    for file, shape in others:
        if shape != first[1]:
            message = f"options by issue are {shape}, in {first[0]}.txt {first[1]}"
            raise wrong(config.parent / SHEETS / f"{file}.txt", 1, message)


def _opening(file: Path, text: str, shape: Sequence[int]) -> tuple[int, ...]:
    found = deals.package(text, shape)
    if isinstance(found, str):
        raise wrong(file, 1, f"no deal: {found}", "such as A1,B2,C1")
    return found

"""What results say they were made with: only a change of the definitions themselves shows."""

from pathlib import Path

from roomsix import ENGINE_VERSION
from roomsix.evaluation import preparing
from roomsix.evaluation.planning import Overrides
from roomsix.evaluation.provenance import Provenance
from roomsix.workspace import Workspace

SUITE = """\
suite: 1
id: one
title: One
scenarios: [theatre]
treatments:
  changed: {set: [persona.theatre-manager.traits.patience=0.1, title=Another]}
  default: {}
"""


def made(root: Path, overrides: Overrides | None = None) -> Provenance:
    (root / "evals").mkdir(exist_ok=True)
    (root / "evals/one.yaml").write_text(SUITE, "utf-8")
    prepared = preparing.prepare("one", Workspace(root), root / "runs", overrides=overrides)
    return prepared.results(judged=False).made


def own_copy(root: Path, name: str, old: str, new: str) -> None:
    """Put a changed copy of a bundled definition into a workspace."""
    text = (Path(__file__).parents[2] / name).read_text("utf-8")
    assert old in text
    (root / name).parent.mkdir()
    (root / name).write_text(text.replace(old, new), "utf-8")


def test_the_engine_and_every_definition_are_named(tmp_path: Path) -> None:
    found = made(tmp_path)

    assert found.engine == ENGINE_VERSION
    assert set(found.definitions) == {
        "scenario theatre",
        "persona theatre-manager",
        "persona orchestra-speaker",
        "persona conciliator",
    }


def test_what_a_treatment_or_an_option_changes_is_no_other_definition(tmp_path: Path) -> None:
    plain = made(tmp_path)
    given = made(tmp_path, Overrides(chats=("lead=mock:conceder",), changes=("title=Another",)))

    assert given.definitions == plain.definitions


def test_an_edited_file_is_another_definition_and_the_others_are_not(tmp_path: Path) -> None:
    plain = made(tmp_path)
    own_copy(tmp_path, "scenarios/theatre.yaml", "title: ", "title: Yet ")
    own_copy(tmp_path, "personas/theatre-manager.md", "patience: 0.4", "patience: 0.5")
    edited = made(tmp_path)

    changed = {n for n, digest in plain.definitions.items() if edited.definitions[n] != digest}
    assert changed == {"scenario theatre", "persona theatre-manager"}

"""The floors of the house (docs/architecture.md): who may import whom, and what must not be loaded at start-up."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
ROOMS = ("game", "generator", "nes", "levels", "main")
SIM_STANDARD = {"__future__", "collections", "dataclasses", "enum", "functools", "hashlib", "operator", "pathlib", "tomllib", "typing"}


def modules(room: str) -> Iterator[tuple[str, Path]]:
    """(dotted name, file) of every module of a room."""
    top = ROOT / room
    files = sorted(top.rglob("*.py")) if top.is_dir() else [ROOT / f"{room}.py"]
    for file in files:
        yield ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"), file


def imported(name: str, file: Path) -> set[str]:
    """Absolute names of everything that a module imports anywhere, but not for type checking only."""
    package = name.split(".") if file.name == "__init__.py" else name.split(".")[:-1]
    found: set[str] = set()
    for node in _running(ast.parse(file.read_text("utf-8")).body):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *([node.module] if node.module else [])])
            found |= {start, *(f"{start}.{alias.name}" for alias in node.names)}
    return found


def _running(body: list[ast.stmt]) -> Iterator[ast.AST]:
    for statement in body:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.unparse(statement.test):
            continue
        yield from ast.walk(statement)


@cache
def graph(room: str) -> dict[str, set[str]]:
    return {name: imported(name, file) for name, file in modules(room)}


def top(name: str) -> str:
    return name.split(".")[0]


def test_the_rules_import_nothing_but_themselves_and_a_little_standard_library() -> None:
    for name, names in graph("game").items():
        if not name.startswith("game.sim"):
            continue
        outside = {n for n in names if n != "game.sim" and not n.startswith("game.sim.")}
        assert {top(n) for n in outside} <= SIM_STANDARD, name


def test_each_room_imports_only_what_lies_below_it() -> None:
    for name, names in graph("generator").items():
        assert not {top(n) for n in names} & {"game", "levels", "main", "nes", "pygame", "pymunk"}, name
    for name, names in graph("nes").items():
        known = {n for n in names if top(n) in ROOMS and top(n) != "nes"}
        assert all(n.startswith(("generator.errors", "generator.files", "generator.palette", "generator.ppu")) for n in known), (
            name,
            known,
        )
    for name, names in graph("levels").items():
        above = {n for n in names if top(n) in ("main", "pygame", "pymunk", "torch") or (top(n) == "game" and not n.startswith("game.sim"))}
        assert above <= {"game"}, (name, above)
    for name, names in graph("game").items():
        assert "main" not in {top(n) for n in names}, name


def test_only_the_modules_named_in_the_architecture_import_torch() -> None:
    (line,) = re.findall(r"torch is imported by (.*) only", (ROOT / "docs" / "architecture.md").read_text("utf-8"))
    named = {f"generator.{stem}" for stem in re.findall(r"`(\w+)\.py`", line)}
    for room in ROOMS:
        for name, names in graph(room).items():
            if "torch" in {top(n) for n in names}:
                assert name in named, name


def test_no_cycles_within_a_room_or_between_rooms() -> None:
    every = {name: names for room in ROOMS for name, names in graph(room).items()}
    edges = {name: {n for n in names if n in every and n != name and not name.startswith(f"{n}.")} for name, names in every.items()}
    done: set[str] = set()

    def visit(name: str, trail: tuple[str, ...]) -> None:
        assert name not in trail, " -> ".join([*trail[trail.index(name) :], name])
        if name in done:
            return
        for target in sorted(edges[name]):
            visit(target, (*trail, name))
        done.add(name)

    for name in every:
        visit(name, ())


def loaded_by(statement: str) -> set[str]:
    """Top-level modules in a fresh interpreter after a statement."""
    script = f"{statement}\nimport sys\nprint(*sorted({{n.split('.')[0] for n in sys.modules}}))"
    run = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    return set(run.stdout.split())


@pytest.mark.parametrize(
    ("statement", "kept_out"),
    [
        ("import main", {"torch", "pygame", "pymunk", "numpy", "PIL", "rich"}),
        ("import game.app", {"torch"}),
        ("import game.sim.world", {"numpy", "pygame"}),
        ("import generator.palette, generator.ppu, generator.roles, generator.pack", {"torch", "pygame", "pymunk", "rich", "safetensors"}),
        ("import levels.build, levels.prove, levels.load", {"torch", "pygame", "pymunk"}),
        ("import generator.dream, generator.painter", {"torch", "pygame", "pymunk"}),
    ],
)
def test_what_start_up_does_not_load(statement: str, kept_out: set[str]) -> None:
    assert not loaded_by(statement) & kept_out

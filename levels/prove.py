"""Can this level be finished? Plays it, and writes down the buttons; or says how far the hero got and what stopped him."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from pathlib import Path

from game.sim.level import CELL, Level
from game.sim.world import Rules, World
from generator.errors import UserError
from generator.files import write_whole
from levels.device_fields import device_values
from levels.search import Graph, cells_left, exit_distance, explore

PROOF_VERSION = 1
MAX_FRAMES = 60 * 60 * 60
"""The longest proof that is believed: an hour."""
_OF_ALL_THINGS = ("kind", "x", "y", "facing", "holds")


@dataclass(frozen=True, slots=True)
class Proof:
    """An input that finishes the level in the real rules, enemies off, seed 0.

    level: level_hash of the level it belongs to. buttons: one byte a frame. digest: the world's hash after the last of them.
    """

    level: str
    buttons: bytes
    digest: int

    @property
    def frames(self) -> int:
        return len(self.buttons)


@dataclass(frozen=True, slots=True)
class NoProof:
    """No way was found.

    reached: cells (column, row) that the hero stood in. furthest: the feet, px, of the one nearest to the exit.
    cells_left: cells from there to the exit through the air, -1 if rock closes every way. gave_up: the search ran out of its
    budget, so there may be a way after all.
    """

    reached: frozenset[tuple[int, int]]
    furthest: tuple[int, int]
    cells_left: int
    gave_up: bool

    def __str__(self) -> str:
        x, y = self.furthest
        place = f"column {x // CELL}, row {(y - 1) // CELL} ({x}, {y} px)"
        if self.gave_up:
            return f"no way found within the search's budget; the hero got as far as {place}"
        if self.cells_left < 0:
            return f"the exit is walled in; the hero got as far as {place}"
        return f"the hero gets as far as {place} and no further; the exit is {self.cells_left} cells on"


def prove(level: Level, *, max_steps: int = 600_000) -> Proof | NoProof:
    """Searches for a way, within max_steps simulated frames, and replays what it finds in a fresh world."""
    return conclude(level, explore(level, max_steps=max_steps), max_steps)


def conclude(level: Level, graph: Graph, max_steps: int) -> Proof | NoProof:
    """What a search says about its level."""
    if not graph.goal:
        return _no_proof(level, graph, max_steps)
    buttons = graph.buttons()
    world = World(level, 0, Rules(enemies=False))
    for byte in buttons:
        world.step(byte)
    if world.status != "cleared":
        raise AssertionError("the rules played the same buttons to two ends")
    return Proof(level_hash(level), buttons, world.digest())


def _no_proof(level: Level, graph: Graph, max_steps: int) -> NoProof:
    distance = exit_distance(level)
    spots = [(visit.world.hero.x >> 8, visit.world.hero.y >> 8) for visit in graph.visits.values()]
    left = {spot: cells_left(distance, level, *spot) for spot in spots}
    furthest = min(spots, key=lambda spot: (left[spot] < 0, left[spot], spot))
    reached = frozenset((x // CELL, (y - 1) // CELL) for x, y in spots)
    return NoProof(reached, furthest, left[furthest], graph.steps >= max_steps)


def replay(level: Level, proof: Proof) -> bool:
    """Whether the proof belongs to this level, finishes it, and ends in the very state it says."""
    if proof.level != level_hash(level):
        return False
    world = World(level, 0, Rules(enemies=False))
    for byte in proof.buttons:
        world.step(byte)
    return world.status == "cleared" and world.digest() == proof.digest


def footprints(level: Level, proof: Proof) -> Iterator[tuple[int, int]]:
    """The hero's feet, px, on every frame of the proof; for a picture."""
    world = World(level, 0, Rules(enemies=False))
    for byte in proof.buttons:
        world.step(byte)
        yield world.hero.x >> 8, world.hero.y >> 8


def level_hash(level: Level) -> str:
    """SHA-256 over everything the rules see of a level, in hex.

    Fields of a thing that are of devices only count where they say something, so that proofs from before there were devices hold.
    """
    things = [{field: getattr(thing, field) for field in _OF_ALL_THINGS} | device_values(thing) for thing in level.things]
    seen = asdict(level) | {"cells": level.cells.hex(), "things": things}
    return hashlib.sha256(json.dumps(seen, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def proof_path(map_path: Path) -> Path:
    """Where the proof of a map lies: 01-gate.tmx -> 01-gate.proof.json."""
    return map_path.with_suffix(".proof.json")


def save_proof(proof: Proof, path: Path) -> None:
    """Writes the proof as JSON, whole or not at all."""
    runs = [[byte, len(list(run))] for byte, run in groupby(proof.buttons)]
    body = {"version": PROOF_VERSION, "level": proof.level, "frames": proof.frames, "digest": f"{proof.digest:016x}", "buttons": runs}
    write_whole(path, (json.dumps(body, separators=(",", ":")) + "\n").encode())


def load_proof(path: Path) -> Proof:
    """Reads a proof. UserError if it is none."""
    try:
        body = json.loads(path.read_text("utf-8"))
        runs = [(byte, int(times)) for byte, times in body["buttons"]]
        if sum(abs(times) for _, times in runs) > MAX_FRAMES:
            raise ValueError(f"more than {MAX_FRAMES} frames")
        buttons = b"".join(bytes([byte]) * times for byte, times in runs)
        proof = Proof(str(body["level"]), buttons, int(body["digest"], 16))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError) as fault:
        raise UserError(f"{path.name}: not a proof: {fault}") from None
    if body.get("version") != PROOF_VERSION or body.get("frames") != proof.frames:
        raise UserError(f"{path.name}: not a proof of version {PROOF_VERSION}, or cut short")
    return proof

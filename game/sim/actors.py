"""Enemies and bosses: the state they share, and the moves that their behaviours are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .body import Body
from .collide import carried, floor_between, slide
from .records import Record

if TYPE_CHECKING:
    from .world import World


class Actor(Record):
    """x, y: the feet's middle, 1/256 px; vx, vy: 1/256 px a frame. facing: -1 left, +1 right.

    pose: `move idle attack hurt dead` and a kind's own; `hidden`: there is nothing to see. pose_frame: frames in it.
    health, max_health: bars. mercy: frames in which it can't be hit.
    mode, timer, aim, span, drift, turn: the behaviour's own (see foes, bosses). home: index of the Thing it came from, -1 for none.
    trail: places (x, y) that it has come through, the newest first, of those that have a body following them; else empty.
    A limb, which is such a follower, has no bars at all: it can hurt, but not be hurt.
    """

    __slots__ = (
        "aim",
        "drift",
        "facing",
        "health",
        "home",
        "kind",
        "max_health",
        "mercy",
        "mode",
        "pose_frame",
        "shown",
        "span",
        "timer",
        "trail",
        "turn",
        "vx",
        "vy",
        "x",
        "y",
    )

    def __init__(self, kind: str, x: int, y: int, facing: int, body: Body, home: int = -1) -> None:
        self.kind, self.x, self.y, self.facing, self.home = kind, x << 8, y << 8, facing, home
        self.health = self.max_health = body.health
        self.vx = self.vy = self.mercy = self.mode = self.timer = 0
        self.aim = self.span = self.drift = self.turn = 0
        self.trail: tuple[tuple[int, int], ...] = ()
        self.shown, self.pose_frame = "idle", 0

    @property
    def pose(self) -> str:
        """The name of its picture."""
        return self.likewise("hurt") if self.mercy and self.health else self.shown

    def likewise(self, pose: str) -> str:
        """The name of a pose in the form that it has now: a form with poses of its own, such as `moon.idle`, keeps to them."""
        form, _, last = self.shown.rpartition(".")
        return f"{form}.{pose}" if form and not last.isdigit() else pose

    def look(self, pose: str) -> None:
        """Take on a pose; its frames count from 0."""
        if pose != self.shown:
            self.shown, self.pose_frame = pose, 0

    def turn_to(self, x: int) -> None:
        """Face a place (1/256 px)."""
        self.facing = 1 if x > self.x else -1

    def begin(self, mode: int) -> None:
        """Enter a mode of its behaviour; its clock starts at 0."""
        self.mode, self.timer = mode, 0


def walk(w: World, a: Actor, dx: int, body: Body) -> bool:
    """Move sideways on the ground or in the air; True if a wall stopped it."""
    start, x = a.x, a.x + dx
    a.x = slide(w.terrain, start, a.y, dx, body.half_width, body.height)
    if a.x == x and a.y & 255:  # its feet are a part of a pixel deep in the next row
        a.x = slide(w.terrain, start, a.y + 255, dx, body.half_width, body.height)
    return a.x != x


def fall(w: World, a: Actor, gravity: int, fastest: int, body: Body) -> bool:
    """Move by vy and let gravity work on it; True if it stands on something afterwards."""
    dy = a.vy
    a.vy = min(a.vy + gravity, fastest)
    edge = floor_between(w.terrain, a.x, a.y, dy, body.half_width) if dy >= 0 else None
    if edge is None:
        a.y += dy
        return False
    a.y, a.vy = edge, 0
    return True


def stands(w: World, a: Actor, body: Body) -> bool:
    """Something carries it."""
    return carried(w.terrain, a.x, a.y, body.half_width)


def bob(a: Actor) -> None:
    """A frame of the sine about the line `aim`: 100 frames a period, 16 times vy high; rounded to nearest, so that it never drifts."""
    a.vy -= (a.y - a.aim + 128) >> 8
    a.y += a.vy

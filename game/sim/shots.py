"""What flies: the hero's weapons, bones and flames. Through walls, each as `flights` says, until out of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .flights import FLIGHTS, arc
from .level import VIEW_H, VIEW_W
from .records import Record

if TYPE_CHECKING:
    from .world import World


class Shot(Record):
    """x, y: the middle of its bottom edge; vx, vy, gravity: 1/256 px a frame. mine: thrown by the hero."""

    __slots__ = ("age", "gravity", "kind", "mine", "vx", "vy", "x", "y")

    def __init__(self, kind: str, x: int, y: int, vx: int, vy: int, gravity: int = 0, *, mine: bool = False) -> None:
        self.kind, self.x, self.y, self.vx, self.vy, self.gravity, self.mine = kind, x, y, vx, vy, gravity, mine
        self.age = 0

    @property
    def facing(self) -> int:
        """-1 left, +1 right."""
        return -1 if self.vx < 0 else 1


def fly(w: World) -> None:
    """Move every shot; those that are over and those out of the picture are gone."""
    done = [shot for shot in tuple(w.shots) if not (_flies_on(w, shot) and _in_picture(w, shot))]
    for shot in done:
        w.shots.remove(shot)


def _flies_on(w: World, shot: Shot) -> bool:
    if w.stopped and not shot.mine and w.arena < 0:  # no watch holds a boss or what it throws
        return True
    shot.age += 1
    return FLIGHTS.get(shot.kind, arc)(w, shot)


def _in_picture(w: World, shot: Shot) -> bool:
    """Above the view it may be as high as it likes: what goes up comes down."""
    margin = w.numbers.shot.margin
    left, top = w.camera
    return left - margin < shot.x >> 8 < left + VIEW_W + margin and shot.y >> 8 <= top + VIEW_H + margin

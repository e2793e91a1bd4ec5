"""What flies: the hero's daggers, bones and flames. Straight or in an arc, through walls, until out of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def throw_dagger(w: World) -> None:
    """The hero's dagger leaves his hand; it costs a heart."""
    hero, n = w.hero, w.numbers.shot
    hero.hearts -= 1
    w.shots.append(Shot("dagger", hero.x, hero.y - n.hand, hero.facing * n.dagger_speed, 0, mine=True))


def fly(w: World) -> None:
    """Move every shot; those out of the picture are gone."""
    margin = w.numbers.shot.margin
    left, top = w.camera
    right, bottom = left + VIEW_W + margin, top + VIEW_H + margin
    left -= margin
    gone = False
    for shot in w.shots:
        shot.age += 1
        shot.vy += shot.gravity
        shot.x += shot.vx
        shot.y += shot.vy
        gone = gone or not left < shot.x >> 8 < right or shot.y >> 8 > bottom
    if gone:
        w.shots = [s for s in w.shots if left < s.x >> 8 < right and s.y >> 8 <= bottom]

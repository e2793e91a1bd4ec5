"""The text beside a sprite sheet: which rectangle is which frame, and how frames follow each other. Knows no pictures.

Lines, ``#`` starting a comment::

    frame NAME x y w h ox oy      ox, oy: the anchor (the feet's middle) counted from the frame's top left; may lie outside
    anim NAME ticks FRAME ...     loops; FRAME*3 stays three times as long
    anim! NAME ticks FRAME ...    plays once and stays on its last frame
"""

from __future__ import annotations

from dataclasses import dataclass

from generator.errors import UserError


@dataclass(frozen=True, slots=True)
class Frame:
    """One rectangle of a sheet, in pixels; its anchor; the line it stands in."""

    name: str
    x: int
    y: int
    w: int
    h: int
    ox: int
    oy: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class Anim:
    """frames: a frame name for each step of `ticks` simulation frames."""

    name: str
    ticks: int
    loops: bool
    frames: tuple[str, ...]

    @property
    def length(self) -> int:
        """Of one round, in simulation frames."""
        return self.ticks * len(self.frames)

    def at(self, tick: int) -> str:
        """The frame to show `tick` simulation frames after the start; negative ticks show the first one."""
        step = max(tick, 0) // self.ticks
        return self.frames[step % len(self.frames) if self.loops else min(step, len(self.frames) - 1)]


def parse_sheet(text: str, where: str) -> tuple[dict[str, Frame], dict[str, Anim]]:
    """Frames and animations by name. Raises UserError naming ``where:line``."""
    frames: dict[str, Frame] = {}
    anims: dict[str, Anim] = {}
    lines: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#", 1)[0].split()
        if not words:
            continue
        at = f"{where}:{number}"
        if words[0] == "frame":
            frame = _frame(words, at, number)
            if frame.name in frames:
                raise UserError(f"{at}: frame {frame.name} is there twice")
            frames[frame.name] = frame
        elif words[0] in ("anim", "anim!"):
            anim = _anim(words, at)
            if anim.name in anims:
                raise UserError(f"{at}: animation {anim.name} is there twice")
            anims[anim.name], lines[anim.name] = anim, number
        else:
            raise UserError(f"{at}: {words[0]!r} is none of frame, anim, anim!")
    for anim in anims.values():
        lost = sorted(set(anim.frames) - set(frames))
        if lost:
            raise UserError(f"{where}:{lines[anim.name]}: animation {anim.name} names frame {lost[0]}, which is not in this sheet")
    return frames, anims


def _frame(words: list[str], at: str, line: int) -> Frame:
    try:
        _, name, *numbers = words
        x, y, w, h, ox, oy = map(int, numbers)
    except ValueError:
        raise UserError(f"{at}: a frame reads 'frame NAME x y w h ox oy', numbers in pixels") from None
    if min(x, y) < 0 or min(w, h) < 1:
        raise UserError(f"{at}: frame {name} has no size or starts left of or above the picture")
    return Frame(name, x, y, w, h, ox, oy, line)


def _anim(words: list[str], at: str) -> Anim:
    try:
        kind, name, ticks = words[0], words[1], int(words[2])
        steps = tuple(frame for word in words[3:] for frame in _repeated(word))
    except (ValueError, IndexError):
        raise UserError(f"{at}: an animation reads 'anim NAME ticks FRAME FRAME*2 ...'") from None
    if ticks < 1 or not steps:
        raise UserError(f"{at}: animation {name} needs one tick and one frame at least")
    return Anim(name, ticks, kind == "anim", steps)


def _repeated(word: str) -> list[str]:
    name, star, times = word.partition("*")
    count = int(times) if star else 1
    if not 1 <= count <= 3600:
        raise ValueError(word)
    return [name] * count

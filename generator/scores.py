"""How good a tile is for what it is to be: readable ground, a calm wall, a stair that looks like one.

Every score takes (part, n tiles, setting) and gives (n,) float64, higher is better; a good tile has about 1 to 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from generator.looks import Look, stair_shape
from generator.roles import SLOT_BY_NAME, TILE, Role

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Setting:
    """What tiles are seen against, OKLab colours (3,): the means of the wall, the sky and the ground, and the backdrop.

    open: the share of the wall through which the backdrop shows.
    """

    wall: Array
    sky: Array
    ground: Array
    backdrop: Array
    open: float


Score = Callable[[str, Look, Setting], Array]

_ROWS = np.arange(TILE)[:, None].repeat(TILE, axis=1)
_COLS = _ROWS.T
_TOP = _ROWS < 3
_SIDES = (_COLS < 2) | (_COLS > TILE - 3)
_MIDDLE = (_COLS > 4) & (_COLS < TILE - 5)
_HAZE = 0.06
"""OKLab distance up to which a pixel counts as what lies behind."""


def drawn(look: Look) -> Array:
    """1 for a tile with about as much detail as an artist draws, falling to 0 for a flat one and below for noise."""
    detail = look.detail
    rising_part = np.clip((detail - 0.01) / 0.06, 0, 1)
    falling_part = np.clip((0.5 - detail) / 0.2, -0.5, 1)
    return np.minimum(rising_part, falling_part) - 3.0 * look.speckle


def standing_out(look: Look, ground: Array, enough: float = 0.18) -> Array:
    """0..1: how clearly tiles can be told from a plain ground; ``enough`` is the mean distance that gives 1."""
    return np.clip(look.away_from(ground) / enough, 0, 1)


def lighter(look: Look, than: Array, enough: float = 0.2) -> Array:
    """-1..1: how much lighter tiles are than a colour, in the mean."""
    return np.clip((look.mean[:, 0] - than[0]) / enough, -1, 1)


def boxed(look: Look, setting: Setting) -> Array:
    """0..1: how far tiles have more backdrop at their sides than the wall itself has: a thing in a box."""
    return np.clip(look.share_like(setting.backdrop, 0.01, _SIDES) - setting.open, 0, 1)


def glare(look: Look, most: float) -> Array:
    """0 up to a mean lightness of ``most``, and the excess beyond."""
    return np.clip(look.mean[:, 0] - most, 0, 1)


def loud(look: Look, most: float) -> Array:
    """0 up to a mean chroma of ``most``, and the excess beyond."""
    return np.clip(np.hypot(look.mean[:, 1], look.mean[:, 2]) - most, 0, 1)


def above_ground(look: Look, setting: Setting) -> Array:
    """0..1: how much lighter tiles are than a little less than the ground, which should be the lightest of what is large."""
    return np.clip(look.mean[:, 0] - setting.ground[0] + 0.05, 0, 1)


def motley(look: Look) -> Array:
    """(n,): how far the colours within a tile are from being shades of one."""
    return look.lab[..., 1:].std(axis=(1, 2)).sum(axis=1)


def ground(part: str, look: Look, setting: Setting) -> Array:
    """Ground must be seen against the wall, lighter than it, its upper edge above all; but there is much of it, so it must not glare."""
    seen = standing_out(look, setting.wall, 0.25) + 0.8 * lighter(look, setting.wall)
    edge = np.clip(look.away_in(setting.wall, _TOP) / 0.3, 0, 1)
    if _is_surface(part):
        lit = look.lightness_in(_TOP) - look.lightness_in(~_TOP)
        edge = edge + 0.6 * np.clip(lit / 0.15, -0.5, 1)
    busy = np.clip(look.detail - 0.38, 0, 1)
    hollow = np.clip(look.share_like(setting.backdrop, 0.01, _ROWS >= 0) - 0.35, 0, 1)
    shrill = 6.0 * glare(look, 0.54) + 6.0 * loud(look, 0.08)
    return drawn(look) + seen + 0.6 * edge - shrill - 3.0 * busy - 1.5 * motley(look) - 3.0 * hollow


def _is_surface(part: str) -> bool:
    return SLOT_BY_NAME[part].role == Role.SURFACE


def calm(part: str, look: Look, setting: Setting) -> Array:
    """A wall has courses that can be made out, but keeps back: dark, little contrast within, no speckles; nor is it the sky."""
    contrast = np.clip(look.lab.std(axis=(1, 2)).sum(axis=1) - 0.12, 0, 1)
    busy = np.clip(look.detail - 0.28, 0, 1)
    indoors = 0.4 * np.clip(look.away_from(setting.sky) / 0.08, 0, 1)
    laid = 0.5 * np.clip((1 - look.share_like(setting.backdrop, 0.01, _ROWS >= 0)) / 0.5, 0, 1)
    seen = np.clip(look.detail / 0.12, 0, 1) + indoors + laid
    return seen - 3.0 * contrast - 3.0 * glare(look, 0.3) - 4.0 * busy - 4.0 * look.speckle - 4.0 * loud(look, 0.07)


def sky(part: str, look: Look, setting: Setting) -> Array:
    """A sky may be any colour but must be calm, and not glare: what is drawn on it, be it stars or a cloud, is repeated all over."""
    busy = 10.0 * look.detail + 2.0 * look.speckle + 2.0 * look.lab.std(axis=(1, 2)).sum(axis=1)
    return 1.0 - busy - 4.0 * glare(look, 0.6)


def thing(part: str, look: Look, setting: Setting) -> Array:
    """Something that stands before the wall and is drawn in some detail."""
    return drawn(look) + 1.5 * standing_out(look, setting.wall)


def decor(part: str, look: Look, setting: Setting) -> Array:
    """A thing on the wall with some wall left around it, not as light as what can be stood on, and no piece of ground."""
    around = look.share_like(setting.wall, 0.2, _SIDES | _TOP)
    return (
        thing(part, look, setting)
        + 0.8 * around
        + 0.5 * standing_out(look, setting.ground)
        - 3.0 * above_ground(look, setting)
        - 1.2 * boxed(look, setting)
        - 2.0 * look.asymmetry
    )


def breakable(part: str, look: Look, setting: Setting) -> Array:
    """A block that is told from the ground that it sits in, and framed."""
    framed = 0.6 * _framed(look, _SIDES | _TOP | _TOP[::-1])
    return thing(part, look, setting) + standing_out(look, setting.ground) + framed - 4.0 * glare(look, 0.6)


def window(part: str, look: Look, setting: Setting) -> Array:
    """Built evenly and framed: what is within differs from the frame, and is plain; light comes in if it can."""
    light = 0.6 * lighter(look, setting.wall, 0.25)
    frame = _SIDES if part == "window.bottom" else _SIDES | _TOP
    return (
        thing(part, look, setting)
        + light
        + 0.8 * _framed(look, frame)
        - 4.0 * look.asymmetry
        - 3.0 * glare(look, 0.65)
        - boxed(look, setting)
    )


def _framed(look: Look, frame: Array) -> Array:
    """0..1: how far the colour of a frame is from that of the middle, less what the middle itself varies."""
    middle = _MIDDLE & ~frame
    apart = np.sqrt(((look.mean_in(frame) - look.mean_in(middle)) ** 2).sum(axis=-1))
    return np.clip((apart - 0.5 * look.lab[:, middle].std(axis=1).sum(axis=1)) / 0.2, 0, 1)


def column(part: str, look: Look, setting: Setting) -> Array:
    """Built evenly, of upright lines, with a little wall on both sides; a part of the building and so no lighter than the ground."""
    upright = np.clip((look.across.mean(axis=(1, 2)) - look.down.mean(axis=(1, 2))) / 0.04, -1, 1)
    weight = 0.8 if part == "column.mid" else 0.2
    round_ = 0.4 * np.clip((look.lightness_in(_MIDDLE) - look.lightness_in(_SIDES)) / 0.15, 0, 1)
    return (
        thing(part, look, setting)
        + weight * upright
        + round_
        - 3.0 * look.asymmetry
        - 3.0 * above_ground(look, setting)
        - 6.0 * loud(look, 0.08)
        - 1.2 * boxed(look, setting)
    )


def door(part: str, look: Look, setting: Setting) -> Array:
    """A quarter of a door: a frame at its outer sides, told from the wall, and a plain opening within."""
    outer = _COLS < 5 if part.endswith("w") else _COLS > TILE - 6
    if part.startswith("door.n"):
        outer = outer | (_ROWS < 5)
    inner = ~outer
    frame = np.clip(np.sqrt(((look.mean_in(outer) - look.mean_in(inner)) ** 2).sum(axis=-1)) / 0.15, 0, 1)
    seen = np.clip(look.away_in(setting.wall, outer) / 0.2, 0, 1)
    dark = np.clip((look.lightness_in(outer) - look.lightness_in(inner)) / 0.15, -0.5, 1)
    plain = look.lab[:, inner].std(axis=1).sum(axis=1)
    return drawn(look) + seen + 0.8 * frame + 0.6 * dark - 1.5 * plain - 3.0 * glare(look, 0.6) - 0.6 * boxed(look, setting)


def outdoor(part: str, look: Look, setting: Setting) -> Array:
    """Something that grows before the sky and can be told from the wall too; above it and at its sides the sky goes on.

    ``foliage.1`` is for the crowns of trees and for hedges: it is full, since it stands in heaps.
    """
    green = 0.4 * np.clip(-look.mean[:, 1] / 0.05, -0.5, 1)
    full = 1 - look.share_like(setting.sky, _HAZE, _ROWS >= 0)
    if part == "foliage.1":
        leaves = np.clip((full - 0.4) / 0.4, 0, 1)
        leafy = drawn(look) + 0.75 * standing_out(look, setting.sky) + 2.0 * leaves + 2.0 * green
        return leafy - 3.0 * above_ground(look, setting) - 4.0 * glare(look, 0.5)
    boxed = 1 - look.share_like(setting.sky, _HAZE, (_ROWS < 2) | ((_ROWS < 8) & _SIDES))
    some = np.clip(full / 0.3, 0, 1) - np.clip((full - 0.75) / 0.25, 0, 1)
    return drawn(look) + 0.5 * standing_out(look, setting.wall) + 0.75 * standing_out(look, setting.sky) + some + green - 1.6 * boxed


def fence(part: str, look: Look, setting: Setting) -> Array:
    """Rails and posts with sky between and above them."""
    full = 1 - look.share_like(setting.sky, _HAZE, _ROWS >= 0)
    some = np.clip(full / 0.25, 0, 1) - np.clip((full - 0.65) / 0.2, 0, 1)
    boxed = 1 - look.share_like(setting.sky, _HAZE, _ROWS < 2)
    posts = np.clip(look.across.mean(axis=(1, 2)) / 0.06, 0, 1)
    lit = 0.4 * lighter(look, setting.sky)
    return drawn(look) + 0.75 * standing_out(look, setting.sky) + 1.2 * some + 0.5 * posts + lit - boxed


def platform(part: str, look: Look, setting: Setting) -> Array:
    """A platform is a bright edge at the top of the cell; its lower half is as calm as the wall."""
    top, lower = _ROWS < 5, _ROWS > 8
    seen = 2.0 * np.clip(look.away_in(setting.wall, top) / 0.25, 0, 1)
    lit = 0.8 * np.clip((look.lightness_in(top) - setting.wall[0]) / 0.3, -1, 1)
    return seen + lit - np.clip(look.away_in(setting.wall, lower) / 0.25, 0, 1) + 0.5 * drawn(look)


def stairs(part: str, look: Look, setting: Setting) -> Array:
    """Two triangles that differ, the upper one open, the lower one full, the edge between them to be seen."""
    up = part == "stairs.up"
    below = _ROWS + (_COLS if up else TILE - 1 - _COLS) - (TILE - 1)
    full = look.share_lighter(setting.wall[0] + 0.08, below >= 1)
    open_ = 1 - look.share_lighter(setting.wall[0] + 0.15, below < -7)
    lit = lighter(look, setting.wall)
    shape = 3.0 * np.minimum(stair_shape(look, below >= 0), 0.35) + 2.0 * (full + open_)
    seen = standing_out(look, setting.wall) + 0.5 * drawn(look) + 0.8 * lit
    return shape + seen - 4.0 * glare(look, 0.6) - 2.0 * boxed(look, setting) - 4.0 * _overhang(look, setting)


def _overhang(look: Look, setting: Setting) -> Array:
    """(n,): the share of pixels that are as dark as the wall though something light hangs above them."""
    lit = look.lab[..., 0] > setting.wall[0] + 0.12
    return (np.maximum.accumulate(lit, axis=1) & ~lit).mean(axis=(1, 2))


def liquid(part: str, look: Look, setting: Setting) -> Array:
    """A liquid fills its cell, is calmer than the ground, of one hue that water, acid or lava have, and of another colour.

    To take it for a floor is death: so it has no upright lines either, as masonry has.
    """
    full = 1 - 2.0 * np.clip(look.share_like(setting.backdrop, _HAZE, _ROWS > 3) - 0.15, 0, 1)
    other = standing_out(look, setting.wall) + full + standing_out(look, setting.backdrop) + 1.5 * standing_out(look, setting.ground, 0.25)
    crest = 0.6 * np.clip((look.lightness_in(_TOP) - look.lightness_in(~_TOP)) / 0.15, -0.5, 1) if part == "liquid.top" else 0.0
    flat = np.clip(look.detail - 0.12, 0, 1) + motley(look)
    laid = np.clip((look.upright - look.level) / 0.1, 0, 1)
    cool = 0.6 * np.clip(-look.mean[:, 2] / 0.1, -0.5, 1) + 0.6 * np.clip(np.hypot(look.mean[:, 1], look.mean[:, 2]) / 0.1, 0, 1)
    pink = np.clip(look.mean[:, 1] / 0.08, 0, 1) * np.clip((0.04 - look.mean[:, 2]) / 0.08, 0, 1)
    return 0.5 * drawn(look) + other + crest + cool - pink - 0.8 * laid - 3.0 * flat - 3.0 * look.speckle - 5.0 * glare(look, 0.5)


def spikes(part: str, look: Look, setting: Setting) -> Array:
    """Points at the top, mass at the foot: rows fill up with what is not wall from top to bottom, and light on the points."""
    filled = (look.lab[..., 0] > setting.wall[0] + 0.12).mean(axis=2)
    rising = filled[:, 11:].mean(axis=1) - filled[:, :5].mean(axis=1)
    points = np.clip(look.across[:, 4:12].mean(axis=(1, 2)) / 0.08, 0, 1)
    steady = np.clip(np.diff(filled, axis=1), -1, 0).sum(axis=1)
    lit = lighter(look, setting.wall)
    return drawn(look) + standing_out(look, setting.wall) + 2.0 * rising + points + steady + 0.5 * lit - 4.0 * _overhang(look, setting)

"""The theme nearest to a picture: ``dream --like PICTURE``.

The picture is fitted to what an NES can show; what counts of it is the share of each colour, each colour's place beside the
others of its sub-palette, and the mood of the whole: how light, how coloured, of what hue and how contrasty it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.brush import Brush
from generator.errors import UserError
from generator.fitter import fit
from generator.looks import Look
from generator.palette import MASTER
from generator.pictures import BadPicture, Picture, open_picture
from generator.ppu import CELL, Screen, render
from generator.theme_choice import FINALISTS, Theme, at_dusk, finals, sky_colour

Array = np.ndarray

_SEARCHED = 600
"""Themes whose colours are compared."""
_WIDTH, _HEIGHT = 256, 224
"""A picture is scaled down to fit in here before it is looked at."""
_LIKE_WEIGHT = 30.0
"""What a unit of OKLab distance counts beside the readability of a theme's tiles."""


@dataclass(frozen=True, eq=False)
class Mood:
    """A picture's colours, or a sheet's.

    colours: (k, 3) OKLab. shares: (k,), adding up to 1. palettes: (4, 3, 3) OKLab, each in order of luminance.
    mean, spread: (3,) mean and standard deviation over the pixels.
    """

    colours: Array
    shares: Array
    palettes: Array
    mean: Array
    spread: Array


def read_mood(path: Path | str) -> Mood:
    """The mood of a picture file. Raises UserError when it cannot be read."""
    try:
        picture = open_picture(Path(path))
    except BadPicture as error:
        raise UserError(f"{path}: {error}") from None
    if not picture.opaque.any():
        raise UserError(f"{path}: nothing is drawn in this picture")
    screen, _ = fit(_whole_cells(picture), max_patterns=None)
    return _mood(render(screen), screen)


def _whole_cells(picture: Picture) -> Array:
    """The picture at most 256x224, whole cells of it; where nothing is drawn it is black. (H, W, 3) uint8."""
    step = max(1, -(-picture.width // _WIDTH), -(-picture.height // _HEIGHT))
    rgb = np.where(picture.opaque[..., None], picture.rgb, 0)[::step, ::step]
    missing = [(0, -size % CELL) for size in rgb.shape[:2]]
    return np.pad(rgb, (*missing, (0, 0)), mode="edge").astype(np.uint8)


def _mood(indices: Array, screen: Screen) -> Mood:
    colours, counts = np.unique(indices, return_counts=True)
    lab, shares = MASTER.oklab[colours], counts / counts.sum()
    mean = shares @ lab
    return Mood(lab, shares, MASTER.oklab[screen.palettes], mean, np.sqrt(shares @ (lab - mean) ** 2))


def apart(mood: Mood, backdrop: int, palettes: Array) -> float:
    """How far the colours of a sheet are from a mood's, in units of OKLab distance: 0 the same, about 0.1 alike, 0.3 foreign."""
    own = MASTER.oklab[np.concatenate([[backdrop], palettes.ravel()])]
    between = _distance(mood.colours[:, None], own[None])
    missed = mood.shares @ between.min(axis=1)
    strange = between.min(axis=0).mean()
    groups = _distance(mood.palettes[:, None], MASTER.oklab[palettes][None]).mean(axis=2)
    unmatched = (groups.min(axis=1).mean() + groups.min(axis=0).mean()) / 2
    return float(missed + 0.5 * strange + 0.5 * unmatched)


def _mood_apart(mood: Mood, theme: Theme, look: Look) -> float:
    """How far the mood of a theme's painted tiles is from a picture's."""
    pixels = look.lab.reshape(-1, 3)
    return float(_distance(mood.mean, pixels.mean(axis=0)) + _distance(mood.spread, pixels.std(axis=0)))


def themes_like(mood: Mood, brush: Brush, seed: str) -> list[Theme]:
    """The finalists among many themes of a seed by their likeness to a mood, and the one of them that is also readable first."""
    found = []
    for number in range(_SEARCHED):
        latent = brush.theme(f"{seed}/like/{number}")
        found.append(Theme(number, latent, *brush.colours(latent)))
    found.sort(key=lambda theme: (apart(mood, theme.backdrop, theme.palettes), theme.number))

    def likeness(theme: Theme, look: Look) -> float:
        return -_LIKE_WEIGHT * (apart(mood, theme.backdrop, theme.palettes) + 0.5 * _mood_apart(mood, theme, look))

    finalists = found[:FINALISTS]
    dusks = [at_dusk(theme, sky_colour(brush, seed, theme)) for theme in finalists]
    nearer = [min(pair, key=lambda one: apart(mood, one.backdrop, one.palettes)) for pair in zip(finalists, dusks, strict=True)]
    return finals(brush, seed, nearer, likeness)


def _distance(a: Array, b: Array) -> Array:
    return np.asarray(np.sqrt(((a - b) ** 2).sum(axis=-1)))

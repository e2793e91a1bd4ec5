"""Batches for training: which windows are drawn, and the changes made to them.

A batch is a pure function of (corpus, seed, step): nothing has to be kept for a training run to go on as if it had never
stopped, and two runs with one seed see the same pictures.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator import noise, themes
from generator.palette import MASTER
from generator.roles import TILE, Role

TURNED = 0.25
"""Share of the windows whose hues are turned around the palette's wheel, as NES games did to get one more level out of a tile set."""
UNTOLD = 0.25
"""Share of the windows of which the discriminator is not told the pack."""


@dataclass(frozen=True, eq=False)
class Batch:
    """Real windows, and the latents of as many dreamt ones.

    pattern (n, 64, 64), cells (n, 4, 4), entries (n, 13), roles (n, 4, 4): uint8. theme (n, theme), texture
    (n, texture, 4, 4): float32 of unit variance. style (n,): int64, the packs that the discriminator is told.
    """

    pattern: np.ndarray
    cells: np.ndarray
    entries: np.ndarray
    roles: np.ndarray
    theme: np.ndarray
    texture: np.ndarray
    style: np.ndarray


def odds(roles: np.ndarray, pack: np.ndarray) -> np.ndarray:
    """(n,) float64 that sum to 1: how often each window is drawn. Rare roles and small packs are drawn more often.

    Both count with the square root of their rarity: plain inverse odds would show a few windows all the time.
    """
    share = np.stack([(roles == role).mean(axis=(1, 2)) for role in Role], axis=1)
    rarity = 1 / np.sqrt(share.mean(axis=0) + 1e-3)
    rarity[Role.UNKNOWN] = rarity.min()
    weight = (share @ rarity) / np.sqrt(np.bincount(pack)[pack])
    return weight / weight.sum()


def windows_of(batch: np.ndarray, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Pattern, cells, entries and roles of some records, some of them mirrored, some in other hues."""
    entries = np.concatenate([batch["backdrop"][:, None], batch["palettes"].reshape(-1, 12)], axis=1)
    pattern, cells, roles = batch["pattern"].copy(), batch["cells"].copy(), batch["roles"].copy()
    flip = rng.random(len(batch)) < 0.5
    for field in (pattern, cells, roles):
        field[flip] = field[flip, :, ::-1]
    turn = np.where(rng.random(len(batch)) < TURNED, rng.integers(1, 12, len(batch)), 0)
    return (*recolour(pattern, cells, turn_hues(entries, turn)), roles)


def turn_hues(entries: np.ndarray, turn: np.ndarray) -> np.ndarray:
    """Moves each colour turn columns along the palette's wheel of twelve hues; greys stay. entries (n, 13), turn (n,)."""
    hue = entries & 15
    turned = (entries & 0xF0) | ((hue - 1 + turn[:, None]) % 12 + 1)
    return np.where((hue >= 1) & (hue <= 12), turned, entries).astype(np.uint8)


def recolour(pattern: np.ndarray, cells: np.ndarray, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sorts the colours of every sub-palette by luminance again and renames the pixels' values to match: the picture stays the same."""
    palettes = entries[:, 1:].reshape(-1, 4, 3)
    order = np.argsort(MASTER.luminance[palettes], axis=2, kind="stable")
    rename = np.zeros((len(entries), 4, 4), np.uint8)
    np.put_along_axis(rename[:, :, 1:], order, np.broadcast_to(np.arange(1, 4, dtype=np.uint8), order.shape), axis=2)
    palette_of_pixel = cells.repeat(TILE, axis=1).repeat(TILE, axis=2)
    pattern = rename[np.arange(len(entries))[:, None, None], palette_of_pixel, pattern]
    ordered = np.take_along_axis(palettes, order, axis=2).reshape(-1, 12)
    return pattern, cells, np.concatenate([entries[:, :1], ordered], axis=1)


def draw_texture(rng: np.random.Generator, n: int, channels: int, rows: int, cols: int) -> np.ndarray:
    """(n, channels, rows, cols) float32.

    Cells choose from four codes with odds 8:4:2:1, since in real pictures equal neighbours are often the same tile.
    """
    codes = rng.standard_normal((n, 4, channels), dtype=np.float32)
    which = rng.choice(4, size=(n, rows, cols), p=np.array([8, 4, 2, 1]) / 15)
    return np.moveaxis(codes[np.arange(n)[:, None, None], which], -1, 1)


def draw_themes(rng: np.random.Generator, pack: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Themes (n, size) float32 for windows of these packs (n,), and the packs to be told. places: (packs, size), see themes.styles()."""
    n, packs = len(pack), len(places)
    told = np.where(rng.random(n) < UNTOLD, packs, pack).astype(np.int64)
    first, second = rng.integers(0, packs, (2, n))
    mixed = themes.between(places[first], places[second], rng.integers(0, len(themes.BLENDS), n))
    whim = np.rint(rng.standard_normal((n, places.shape[1])) * noise.ONE).astype(np.int64)
    theme = themes.near(np.where((told == packs)[:, None], mixed, places[pack]), whim)
    return (theme / noise.ONE).astype(np.float32), told


class Batches:
    """The source of a run's batches. packs: how many packs the corpus has."""

    def __init__(self, windows: np.ndarray, size: int, theme: int, texture: int, seed: int, packs: int | None = None) -> None:
        self._windows, self._size, self._seed, self._texture = windows, size, seed, texture
        self._until = odds(windows["roles"], windows["pack"]).cumsum()
        self._places = themes.styles(packs or int(windows["pack"].max()) + 1, theme)

    def at(self, step: int) -> Batch:
        """The batch of one step: always the same one."""
        rng = np.random.default_rng([self._seed, step])
        chosen = np.searchsorted(self._until, rng.random(self._size) * self._until[-1], side="right")
        records = self._windows[np.sort(chosen)][rng.permutation(self._size)]
        pattern, cells, entries, roles = windows_of(records, rng)
        theme, style = draw_themes(rng, records["pack"].astype(np.int64), self._places)
        texture = draw_texture(rng, self._size, self._texture, *roles.shape[1:])
        return Batch(pattern, cells, entries, roles, theme, texture, style)

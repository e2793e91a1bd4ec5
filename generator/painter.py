"""Paints screens from a frozen generator with numpy alone: the same seed gives the same bytes on any machine.

The model file is safetensors with integers in it (``freeze.py`` writes it) and its configuration as JSON in the metadata.
The arithmetic is that of ``network.Generator``, in the exact fixed point of ``fixed_point.py``. Where two choices score
alike the lower index wins.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from generator import noise, themes
from generator.errors import UserError
from generator.exact import SUB_PALETTES
from generator.fixed_point import LIMIT, Layer, double, modulate, neighbours, relu, same_border, zero_border
from generator.palette import USABLE
from generator.ppu import Screen
from generator.roles import TILE, Role

KIND = "dreamkeep painter 1"
"""What the metadata of a model file must say."""
CHUNK = 64
"""Cells painted at once: a bound on memory, without effect on the result."""
_LAYERS = (
    "near",
    "far",
    "join",
    "code",
    "seed",
    "middle",
    "grow",
    "fine",
    "pattern",
    "cells.0",
    "cells.1",
    "palettes.0",
    "palettes.1",
    "palettes.2",
)
_MODULATED = ("seed", "middle", "grow", "fine")
_DAMAGE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, MemoryError, RecursionError)
"""What a crafted file can make numpy and json raise."""
_SIZES = (("styles", 65536), ("theme", 4096), ("texture", 4096))
"""What a model's account must say, and the largest that is believed."""
_MOST_SHIFT = 20


@dataclass(frozen=True, eq=False)
class Painter:
    """A frozen generator.

    styles: how many packs it has seen. theme_size, texture_size: lengths of the latents. about: the model's own account of how it was made.
    layers: by name; ``<name>.modulate`` beside the four modulated ones. roles: (16, channels) role embedding.
    """

    styles: int
    theme_size: int
    texture_size: int
    layers: dict[str, Layer]
    roles: np.ndarray
    about: dict[str, Any]

    @classmethod
    def load(cls, path: str | Path) -> Painter:
        """Opens a model file. Raises UserError when it is missing, cut short, foreign or inconsistent."""
        from safetensors import SafetensorError, safe_open

        if not Path(path).is_file():
            raise UserError(f"{path}: no such model file")
        try:
            with safe_open(str(path), "np") as file:
                meta = file.metadata() or {}
                if meta.get("kind") != KIND:
                    raise UserError(f"{path}: is not a model for painting (its kind is {meta.get('kind', 'not given')!r}, not {KIND!r})")
                tensors = {name: file.get_tensor(name) for name in file.keys()}  # noqa: SIM118 (not a dict)
            about = json.loads(meta["about"])
            return cls.from_tensors(tensors, about)
        except (SafetensorError, OSError, *_DAMAGE) as error:
            raise UserError(f"{path}: the model file is damaged ({error})") from error

    @classmethod
    def from_tensors(cls, tensors: dict[str, np.ndarray], about: dict[str, Any]) -> Painter:
        """Builds a painter from the tensors of a model file. Raises KeyError or ValueError when they don't fit together."""
        names = [*_LAYERS, *(f"{name}.modulate" for name in _MODULATED)]
        layers = {name: _layer(tensors, name) for name in names}
        styles, theme, texture = (_size(about, name, most) for name, most in _SIZES)
        painter = cls(styles, theme, texture, layers, tensors["roles"].astype(np.float64), about)
        painter._prove()
        return painter

    def theme(self, seed: str) -> np.ndarray:
        """The theme of a seed: (theme_size,) int64, see themes.dreamt()."""
        return themes.dreamt(seed, self.styles, self.theme_size)

    def texture(self, seed: str, which: np.ndarray) -> np.ndarray:
        """Textures of cells: (rows, cols, texture_size) int64. which: (rows, cols) numbers from 0 up; equal ones get equal textures."""
        numbers, place = np.unique(which, return_inverse=True)
        codes = np.stack([noise.normal(f"{seed}/texture/{number}", self.texture_size) for number in numbers])
        return codes[place.reshape(which.shape)]

    def latents(self, seed: str, rows: int, cols: int) -> tuple[np.ndarray, np.ndarray]:
        """Theme and textures of a seed as they were in training: each cell has one of four textures, the first being the most frequent."""
        which = noise.choices(f"{seed}/which", rows * cols).reshape(rows, cols)
        return self.theme(seed), self.texture(seed, which)

    def paint(self, roles: np.ndarray, theme: np.ndarray, texture: np.ndarray) -> Screen:
        """roles (rows, cols) of Role, theme (theme_size,), texture (rows, cols, texture_size), both in units of 1/1024 -> a screen."""
        rows, cols = roles.shape
        tiles, cells = self._paint_codes(self._codes(roles[None], theme, texture[None]).reshape(rows * cols, -1))
        backdrop, palettes = self.palettes(theme)
        pattern = tiles.reshape(rows, cols, TILE, TILE).swapaxes(1, 2).reshape(rows * TILE, cols * TILE)
        return Screen(backdrop, palettes, cells.reshape(rows, cols), pattern)

    def paint_cells(self, patches: np.ndarray, theme: np.ndarray, textures: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Single cells, each given by the roles around it: what paint() puts there in a map that looks so.

        patches: (n, 5, 5) of Role, the cell in the middle. textures: (n, texture_size). Returns patterns (n, 16, 16) and sub-palettes (n,).
        """
        own = self.roles[patches]
        around = relu(self.layers["near"](neighbours(own)))
        around = relu(self.layers["far"](neighbours(around)))[:, 0, 0]
        return self._paint_codes(self._join(around, own[:, 2, 2], theme, textures))

    def palettes(self, theme: np.ndarray) -> tuple[int, np.ndarray]:
        """The colours of a theme: the backdrop's index and the four sub-palettes, (4, 3) uint8."""
        x = relu(self.layers["palettes.0"](np.asarray(theme, np.float64)))
        x = relu(self.layers["palettes.1"](x))
        scores = self.layers["palettes.2"].sums(x).reshape(-1, len(USABLE))
        entries = np.array(USABLE, np.uint8)[scores.argmax(axis=1)]
        return int(entries[0]), entries[1:].reshape(4, 3)

    def _codes(self, roles: np.ndarray, theme: np.ndarray, texture: np.ndarray) -> np.ndarray:
        """(n, rows, cols, code): what each cell of n maps is to become, from its role, those around it, the theme and its texture."""
        own = self.roles[roles]
        around = relu(self.layers["near"](neighbours(same_border(own))))
        around = relu(self.layers["far"](neighbours(same_border(around))))
        return self._join(around, own, theme, texture)

    def _join(self, around: np.ndarray, own: np.ndarray, theme: np.ndarray, texture: np.ndarray) -> np.ndarray:
        everywhere = np.broadcast_to(np.asarray(theme, np.float64), (*own.shape[:-1], self.theme_size))
        joined = np.concatenate([around, own, everywhere, texture], axis=-1)
        return relu(self.layers["code"](relu(self.layers["join"](joined))))

    def _paint_codes(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Codes (n, code) -> patterns (n, 16, 16) and sub-palettes (n,); equal codes are painted once."""
        distinct, place = np.unique(codes, axis=0, return_inverse=True)
        place = place.reshape(-1)
        tiles = np.concatenate([self._tiles(distinct[i : i + CHUNK]) for i in range(0, len(distinct), CHUNK)])
        cells = self._choose("cells.1", relu(self.layers["cells.0"](distinct)))
        return tiles[place], cells[place]

    def _tiles(self, codes: np.ndarray) -> np.ndarray:
        """Codes (n, code) -> tiles (n, 16, 16) uint8 0..3."""
        n = len(codes)
        x = self._modulated("seed", self.layers["seed"](codes).reshape(n, 4, 4, -1), codes)
        x = self._modulated("middle", self.layers["middle"](x), codes)
        x = self._modulated("grow", double(x, self.layers["grow"]), codes)
        x = self._modulated("fine", self.layers["fine"](neighbours(zero_border(x))), codes)
        blocks = self.layers["pattern"].sums(neighbours(zero_border(x))).reshape(n, 8, 8, 4, 2, 2)
        return blocks.argmax(axis=3).swapaxes(2, 3).reshape(n, TILE, TILE).astype(np.uint8)

    def _modulated(self, name: str, x: np.ndarray, codes: np.ndarray) -> np.ndarray:
        gain, shift = np.split(self.layers[f"{name}.modulate"](codes)[:, None, None], 2, axis=-1)
        return modulate(x, gain, shift)

    def _choose(self, name: str, x: np.ndarray) -> np.ndarray:
        return self.layers[name].sums(x).argmax(axis=-1).astype(np.uint8)

    def _prove(self) -> None:
        """Paints one cell, so that tensors of wrong shapes are found when a file is opened and not later."""
        if self.roles.ndim != 2 or self.roles.shape[0] != len(Role) or not (np.abs(self.roles) <= LIMIT).all():
            raise ValueError(f"roles of shape {self.roles.shape}: there should be a row for each of {len(Role)}")
        if self.layers["cells.1"].weight.shape[1] != SUB_PALETTES:
            raise ValueError(f"{self.layers['cells.1'].weight.shape[1]} sub-palettes: there should be {SUB_PALETTES}")
        screen = self.paint(np.zeros((1, 2), np.uint8), np.zeros(self.theme_size), np.zeros((1, 2, self.texture_size)))
        if screen.pattern.shape != (TILE, 2 * TILE):
            raise ValueError("its layers don't fit together")


def _size(about: dict[str, Any], name: str, most: int) -> int:
    value = about[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise ValueError(f"{name} is {str(value)[:40]}: there should be a whole number from 1 to {most}")
    return value


def _layer(tensors: dict[str, np.ndarray], name: str) -> Layer:
    weight, bias, shift = (tensors[f"{name}/{part}"] for part in ("weight", "bias", "shift"))
    if weight.dtype != np.int16 or bias.dtype != np.int64 or shift.dtype != np.int16:
        raise ValueError(f"{name}: tensors of the wrong type")
    if weight.ndim != 2 or not bias.shape == shift.shape == weight.shape[1:]:
        raise ValueError(f"{name}: tensors of shapes that don't fit together")
    if shift.size and not 0 <= shift.min() <= shift.max() <= _MOST_SHIFT:
        raise ValueError(f"{name}: shifts outside 0..{_MOST_SHIFT}")
    return Layer(weight.astype(np.float64), bias.astype(np.float64), shift.astype(np.int32))

"""Random legal stretches for cartridges, and the picture that a television should show of one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from generator.pack import load_pack
from generator.palette import USABLE
from generator.ppu import PATTERN, Screen, render
from levels.cartridge import under_plates
from levels.fields import level_fields, pack_field
from levels.load import load_map
from levels.sandbox import PROJECT, SHIPPED_TILESETS
from nes.plate import load_glyphs, make_plate
from nes.show import FIELD_ROWS, Stretch

MAPS = sorted((PROJECT / "levels" / "maps").glob("*.tmx"))
PACKS = sorted(path.parent for path in SHIPPED_TILESETS.glob("*/pack.toml"))


def random_stretch(columns: int, patterns: int, seed: int, *, moving: bool = False) -> Stretch:
    """Noise in random colours, made of so many patterns."""
    lot = np.random.default_rng(seed)
    colours = np.empty((4, 4), dtype=np.uint8)
    colours[:, 0] = lot.choice(USABLE)
    colours[:, 1:] = lot.choice(USABLE, (4, 3))
    pool = lot.integers(0, 4, (patterns, PATTERN, PATTERN), dtype=np.uint8)
    blocks = lot.integers(0, patterns, (60, 2, 2))[lot.integers(0, 60, (FIELD_ROWS, columns))]
    cells = lot.integers(0, 4, (FIELD_ROWS, columns), dtype=np.uint8)
    names = blocks.swapaxes(1, 2).reshape(2 * FIELD_ROWS, 2 * columns)
    pattern = _plane(pool[names])
    later = _plane(np.where(np.arange(patterns) % 5 == 0, 3, 0)[:, None, None].astype(np.uint8)[names] ^ pool[names]) if moving else pattern
    plate = make_plate(colours, "NOISE", f"{seed % 1000}", load_glyphs())
    return Stretch(plate, Screen(int(colours[0, 0]), colours[:, 1:], cells, pattern), later)


def stretches() -> st.SearchStrategy[Stretch]:
    return st.builds(random_stretch, st.integers(16, 40), st.integers(1, 30), st.integers(0, 2**32 - 1), moving=st.booleans())


def shown(stretch: Stretch, scroll: int, *, later: bool = False) -> np.ndarray:
    """Our render of what stands on the screen at a scroll in pixels: (240, 256) uint8 master indices, the backdrop beyond the right end."""
    field = stretch.field
    plane = stretch.later if later else field.pattern
    whole = render(Screen(field.backdrop, field.palettes, field.cells, plane))
    part = whole[:, scroll : scroll + 256]
    part = np.pad(part, ((0, 0), (0, 256 - part.shape[1])), constant_values=field.backdrop)
    return np.concatenate([render(stretch.plate), part])


def cartridge_of(path: Path) -> tuple[Stretch, ...]:
    """What `export` puts on a cartridge for a shipped level or pack."""
    base = load_pack(SHIPPED_TILESETS / "base")
    if path.is_dir():
        pack = load_pack(path, base)
        return under_plates([pack_field(pack)], pack.title)
    level_map = load_map(path)
    pack = load_pack(SHIPPED_TILESETS / level_map.pack, base)
    return under_plates(list(level_fields(level_map, pack)), level_map.level.title)


def _plane(tiles: np.ndarray) -> np.ndarray:
    rows, columns = tiles.shape[:2]
    return np.ascontiguousarray(tiles.swapaxes(1, 2).reshape(rows * PATTERN, columns * PATTERN))

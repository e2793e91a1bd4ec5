"""Painting several dreams of each family of slots, and choosing the best by what can be measured of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.brush import Brush, Tiles
from generator.canvas import slot_contexts
from generator.families import FAMILIES, Family, Setting, seams
from generator.looks import Look, seam_below, seam_right
from generator.originality import Judge
from generator.roles import SLOT_BY_NAME

Array = np.ndarray

_SEAM_WEIGHT = 4.0
_VARIANT_SLACK = 1.2
"""A runner-up whose score lies further below the winner's is not worth a slot."""
_DIFFERENT = 0.015
"""Mean OKLab distance from which a variant is more than the same tile again."""


@dataclass(frozen=True, eq=False)
class Dreams:
    """One family's dreams under one theme.

    tiles: for each part its dreams, one an attempt; attempts past ``family.tries`` have mirrored parts.
    patches: for each part the roles around it, (tries, 5, 5). textures: (tries, Zx). An attempt past the tries was
    painted from those of ``attempt % tries``.
    """

    family: Family
    tiles: dict[str, Tiles]
    looks: dict[str, Look]
    patches: dict[str, Array]
    textures: Array


@dataclass(frozen=True, eq=False)
class Choice:
    """The tile chosen for a slot, and what it was painted from: a patch of roles (5, 5) and a texture latent."""

    pattern: Array
    cell: int
    patch: Array
    texture: Array


def dream_families(brush: Brush, seed: str, theme: Array) -> dict[str, Dreams]:
    """Paints every family's dreams in one go; a family's attempts go through the surroundings that its slots have."""
    contexts = slot_contexts()
    textures = {family.name: brush.textures(f"{seed}/{family.name}", family.tries) for family in FAMILIES}
    patches: dict[str, Array] = {}
    for family in FAMILIES:
        for part in family.parts:
            around = contexts[SLOT_BY_NAME[part].id]
            patches[part] = around[np.arange(family.tries) % len(around)]
    each = [textures[family.name] for family in FAMILIES for _ in family.parts]
    painted = brush.tiles(np.concatenate(list(patches.values())), theme, np.concatenate(each))
    tiles: dict[str, Tiles] = {}
    start = 0
    for part, own in patches.items():
        tiles[part] = Tiles(painted.pattern[start : start + len(own)], painted.cells[start : start + len(own)])
        start += len(own)
    colours = brush.colours(theme)
    return {family.name: _with_mirrors(family, tiles, patches, textures[family.name], *colours) for family in FAMILIES}


def _with_mirrors(
    family: Family, tiles: dict[str, Tiles], patches: dict[str, Array], textures: Array, backdrop: int, palettes: Array
) -> Dreams:
    """Adds, for each way of mirroring, all attempts again with those parts replaced."""
    whole = {}
    for part in family.parts:
        patterns, cells = [tiles[part].pattern], [tiles[part].cells]
        for replaced in map(dict, family.mirrors):
            source = tiles[replaced.get(part, part)]
            patterns.append(source.pattern[:, :, ::-1] if part in replaced else source.pattern)
            cells.append(source.cells)
        whole[part] = Tiles(np.concatenate(patterns), np.concatenate(cells))
    looks = {part: Look.of(backdrop, palettes, one.pattern, one.cells) for part, one in whole.items()}
    return Dreams(family, whole, looks, {part: patches[part] for part in family.parts}, textures)


def choose(dreams: dict[str, Dreams], judge: Judge) -> dict[int, Choice]:
    """The best tile for each slot that got a good one; near copies of training tiles are never chosen."""
    walls, skies = dreams["wall"].looks["wall.0"], dreams["sky"].looks["sky.0"]
    rough = Setting(walls.mean.mean(axis=0), skies.mean.mean(axis=0))
    choices: dict[int, Choice] = {}
    wall = _choose_family(dreams["wall"], rough, judge, choices)
    sky = _choose_family(dreams["sky"], rough, judge, choices)
    setting = Setting(walls.mean[wall], skies.mean[sky])
    for name, one in dreams.items():
        if name not in ("wall", "sky"):
            _choose_family(one, setting, judge, choices)
    return choices


def attempt_scores(dreams: Dreams, setting: Setting) -> Array:
    """(attempts,): the mean score of an attempt's parts, less its seams."""
    parts = dreams.family.parts
    total = sum(dreams.family.score(part, dreams.looks[part], setting) for part in parts) / len(parts)
    return total - _SEAM_WEIGHT * seams(dreams.family, dreams.looks) / max(1, len(dreams.family.right) + len(dreams.family.below))


def _choose_family(dreams: Dreams, setting: Setting, judge: Judge, choices: dict[int, Choice]) -> int:
    """Fills the family's slots in ``choices`` and returns the attempt that won."""
    family = dreams.family
    scores = attempt_scores(dreams, setting)
    order = np.argsort(-scores, kind="stable").tolist()
    verdicts: dict[int, Array] = {}
    for attempt in order:
        verdicts[attempt] = judge.near_copies(np.stack([dreams.tiles[part].pattern[attempt] for part in family.parts]))
        if not verdicts[attempt].any():
            break
    winner = min(verdicts, key=lambda attempt: (int(verdicts[attempt].sum()), order.index(attempt)))
    for n, part in enumerate(family.parts):
        source = next((one for one in (winner, *order) if one in verdicts and not verdicts[one][n]), None)
        if source is not None:
            choices[SLOT_BY_NAME[part].id] = _choice(dreams, part, source)
    for part, names in family.variants:
        if SLOT_BY_NAME[part].id in choices:
            found = _runners_up(dreams, part, winner, setting, judge, len(names))
            for name, attempt in zip(names, found, strict=False):
                choices[SLOT_BY_NAME[name].id] = _choice(dreams, part, attempt)
    return winner


def _choice(dreams: Dreams, part: str, attempt: int) -> Choice:
    tiles = dreams.tiles[part]
    origin = attempt % len(dreams.textures)
    return Choice(tiles.pattern[attempt], int(tiles.cells[attempt]), dreams.patches[part][origin], dreams.textures[origin])


def _runners_up(dreams: Dreams, part: str, winner: int, setting: Setting, judge: Judge, wanted: int) -> list[int]:
    """Attempts whose ``part`` may stand beside the winner's: good in themselves, without seams, and not the same again."""
    look = dreams.looks[part]
    main = look.take([winner])
    score = dreams.family.score(part, look, setting)
    if dreams.family.even:
        beside = seam_right(main, look) + seam_right(look, main) + seam_below(main, look) + seam_below(look, main)
        score = score - _SEAM_WEIGHT * beside / 4 - 3.0 * np.sqrt(((look.mean - main.mean) ** 2).sum(axis=1))
    chosen = [winner]
    for attempt in np.argsort(-score, kind="stable").tolist():
        if len(chosen) > wanted or score[attempt] < score[winner] - _VARIANT_SLACK:
            break
        different = look.take([attempt] * len(chosen)).unlike(look.take(chosen)).min() > _DIFFERENT
        if different and not judge.near_copies(dreams.tiles[part].pattern[[attempt]])[0]:
            chosen.append(attempt)
    return chosen[1:]

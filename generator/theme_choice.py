"""Which of a seed's themes gives the best sheet: colours are judged first, for they cost nothing, then a few tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from generator import noise
from generator.brush import Brush
from generator.canvas import slot_contexts
from generator.families import FAMILIES, Family
from generator.looks import Look
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME
from generator.scores import Setting

Array = np.ndarray

CANDIDATES = 120
"""Themes of a seed whose colours are looked at."""
FINALISTS = 10
"""Themes of which tiles are painted."""
SKIES = 24
"""Themes whose sky is painted for a seed at dusk."""
LENDERS = 5
"""Other themes of the seed that lend their drawings."""

_PROBES: tuple[tuple[str, float], ...] = (
    ("wall.0", 2.0),
    ("terrain.14", 1.5),
    ("terrain.15", 1.0),
    ("column.mid", 0.7),
    ("window.top", 0.7),
    ("platform.mid", 0.7),
    ("stairs.up", 0.7),
    ("liquid.body", 0.6),
    ("foliage.0", 0.7),
    ("sky.0", 1.0),
)
"""Slots painted to judge a theme, and their weights."""
_DISTINCT_WEIGHT = 1.5
_GROUND_WEIGHT = 2.0
_HUES = range(1, 13)
"""The columns of the master palette that are no greys."""
_HUE_ODDS = (6, 6, 4, 2, 1, 1, 0, 0, 0, 0, 0, 5)
"""How often seeds at dusk wish for each hue: from dark red over violet and blue to cyan; a sky of brown or green looks like a wall."""
_HUE_WEIGHT = 0.8
"""What each step away from it costs."""
_CLASH_WEIGHT = 2.5
_COLOURED = 0.08
"""OKLab chroma from which a large area counts as coloured."""
_CLEAR = 0.22
"""OKLab distance between the mean colours of wall and ground at which a player sees at a glance where to stand."""


@dataclass(frozen=True, eq=False)
class Theme:
    """One candidate. number: which of the seed's; latent: (Zt,) integers."""

    number: int
    latent: Array
    backdrop: int
    palettes: Array


@dataclass(frozen=True, eq=False)
class Cast:
    """Families and the latents that they are painted from: first their own, then those that lend drawings."""

    families: tuple[Family, ...]
    latents: tuple[Array, ...]


@dataclass(frozen=True, eq=False)
class Plan:
    """What a sheet is painted from. theme: its colours. casts: every family once. spare: themes for what these dream only as copies."""

    theme: Theme
    casts: tuple[Cast, ...]
    spare: tuple[Theme, ...]


def plan(ranked: Sequence[Theme]) -> Plan:
    """The plan of ranked themes: the best one's sheet, to which the next lend drawings where the network finds a shape hard."""
    latents = tuple(theme.latent for theme in ranked[: 1 + LENDERS])
    return Plan(ranked[0], (Cast(FAMILIES, latents),), tuple(ranked[1 + LENDERS :]))


Bonus = Callable[[Theme, Look], float]


def ranked_themes(brush: Brush, seed: str) -> list[Theme]:
    """The finalists among a seed's themes, the one with the most readable tiles first; depends on seed and model alone.

    Three seeds in five lie at dusk: of their themes those stand for election that paint a sky in a colour, and have it for a backdrop.
    """
    themes = [_candidate(brush, seed, number) for number in range(CANDIDATES)]
    themes.sort(key=lambda theme: (-colour_score(theme.backdrop, theme.palettes), theme.number))
    if not noise.choices(f"{seed}/hour", 1, (2, 3))[0]:
        return finals(brush, seed, themes[:FINALISTS])
    dusks = [at_dusk(theme, sky_colour(brush, seed, theme)) for theme in themes[:SKIES]]
    late = [dusk for dusk, theme in zip(dusks, themes, strict=False) if dusk is not theme][:FINALISTS]
    others = [theme for theme in themes[:SKIES] if theme.number not in {dusk.number for dusk in late}]
    wanted = 1 + int(noise.choices(f"{seed}/hue", 1, _HUE_ODDS)[0])
    return (
        finals(brush, seed, late, lambda theme, look: -_HUE_WEIGHT * _hues_apart(theme.backdrop, wanted)) + others[: FINALISTS - len(late)]
        if late
        else finals(brush, seed, themes[:FINALISTS])
    )


def _hues_apart(first: int, second: int) -> int:
    """Steps between two of the twelve hues, the short way round: 0 to 6."""
    steps = abs(first - second) % len(_HUES)
    return min(steps, len(_HUES) - steps)


def finals(brush: Brush, seed: str, themes: Sequence[Theme], bonus: Bonus | None = None) -> list[Theme]:
    """Themes, the one with the most readable tiles first. bonus: added to a theme's score, given the look of its probes."""
    textures = np.repeat(brush.textures(f"{seed}/probe", 1), len(_PROBES), axis=0)
    contexts = slot_contexts()
    patches = np.stack([contexts[SLOT_BY_NAME[name].id][0] for name, _ in _PROBES])
    scores = []
    for theme in themes:
        tiles = brush.tiles(patches, theme.latent, textures)
        look = Look.of(theme.backdrop, theme.palettes, tiles.pattern, tiles.cells)
        scores.append(_probe_score(theme, look) + (bonus(theme, look) if bonus else 0.0))
    return [themes[n] for n in np.argsort([-score for score in scores], kind="stable")]


def sky_colour(brush: Brush, seed: str, theme: Theme) -> int:
    """The master index that a theme paints most of its sky in."""
    patch = slot_contexts()[SLOT_BY_NAME["sky.0"].id][:1]
    tiles = brush.tiles(patch, theme.latent, brush.textures(f"{seed}/probe", 1))
    shown = Look.colours(theme.backdrop, theme.palettes)[tiles.cells[0]][tiles.pattern[0]]
    return int(np.bincount(shown.ravel()).argmax())


def at_dusk(theme: Theme, sky: int) -> Theme:
    """The theme before the darkest colour of its sky's hue; the same theme where the sky is grey or black, or of a hue that no sky has.

    The backdrop is what lies behind everything, as on an NES the sky must be that things stand before.
    """
    hue = sky % 16
    return replace(theme, backdrop=hue) if hue in _HUES and _HUE_ODDS[hue - 1] else theme


def _candidate(brush: Brush, seed: str, number: int) -> Theme:
    latent = brush.theme(f"{seed}/{number}")
    return Theme(number, latent, *brush.colours(latent))


def colour_score(backdrop: int, palettes: Array) -> float:
    """How promising thirteen colours are: a dark backdrop, wide steps of lightness in the sub-palettes, more than one hue,
    but one of the sub-palettes the colour of stone and not all of them shrill. About 0 to 3."""
    lab = MASTER.oklab[palettes]
    lightness = lab[..., 0]
    spread = np.clip((lightness.max(axis=1) - lightness.min(axis=1)) / 0.4, 0, 1).mean()
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    shrill = np.clip(chroma.mean() - 0.1, 0, 1) * 8
    stone = 1 - np.clip((chroma.mean(axis=1).min() - 0.04) / 0.06, 0, 1)
    hues = np.angle((lab[..., 1] + 1j * lab[..., 2]).sum(axis=1))
    variety = 1 - abs(np.exp(1j * hues).mean())
    distinct = len(np.unique(palettes)) / 12
    dark = 1 - np.clip(MASTER.luminance[backdrop] / 0.5, 0, 1)
    darkest = 1 - np.clip((lightness.min() - 0.3) / 0.3, 0, 1)
    return float(spread + 0.4 * variety + 0.4 * distinct + 0.6 * dark + 0.4 * darkest + 0.8 * stone - shrill)


def _probe_score(theme: Theme, look: Look) -> float:
    """How good the tiles of the probes are, and how different from each other."""
    at = {name: n for n, (name, _) in enumerate(_PROBES)}
    setting = Setting(look.mean[at["wall.0"]], look.mean[at["sky.0"]], look.mean[at["terrain.14"]], MASTER.oklab[theme.backdrop], 1.0)
    family_of = {part: family for family in FAMILIES for part in family.parts}
    total = sum(weight * float(family_of[name].score(name, look.take([at[name]]), setting)[0]) for name, weight in _PROBES)
    clear = min(1.0, float(np.sqrt(((setting.ground - setting.wall) ** 2).sum())) / _CLEAR)
    large = [setting.wall, setting.ground, setting.backdrop]
    clashes = sum(clash(a, b) for a, b in combinations(large, 2))
    return total + _DISTINCT_WEIGHT * _distinctness(look) + _GROUND_WEIGHT * clear - _CLASH_WEIGHT * clashes


def clash(first: Array, second: Array) -> float:
    """0..1: how badly two OKLab colours (3,) go beside each other in large areas.

    Greys go with anything, neighbours on the colour wheel with each other, opposites tolerably.
    """
    chroma = min(float(np.hypot(*colour[1:])) for colour in (first, second))
    turn = abs(float(np.angle(complex(*first[1:]) / complex(*second[1:])))) if chroma else 0.0
    return min(1.0, chroma / _COLOURED) * float(np.interp(np.degrees(turn), (40, 70, 130, 180), (0.0, 1.0, 1.0, 0.4)))


def _distinctness(look: Look) -> float:
    """How far the mean colours of the probes lie apart: the mean over all pairs, 0.2 counts as 1."""
    apart = np.sqrt(((look.mean[:, None] - look.mean[None]) ** 2).sum(axis=-1))
    return float(np.clip(apart / 0.2, 0, 1).mean())

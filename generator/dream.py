"""From a seed to a tile-set pack: the castle as the network dreams it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from generator.brush import Brush, PainterBrush, TidyBrush
from generator.budget import fit_patterns
from generator.choose import choose
from generator.cross import CrossBrush, cross_seed, crossed
from generator.dreams import Dreams, dream_families
from generator.errors import UserError
from generator.extras import Choice
from generator.families import FAMILIES
from generator.likeness import read_mood, themes_like
from generator.names import title
from generator.originality import Judge, Prints, load_prints, prints_beside
from generator.pack import load_pack
from generator.pack_model import MISSING, Pack
from generator.roles import SLOT_BY_NAME, SLOTS
from generator.theme_choice import Plan, Theme, plan, ranked_themes
from generator.waves import FRAME_MS, dream_waves

Progress = Callable[[float, str], None]
"""Called with how much is done (0..1) and what is being done."""

AUTHOR = "Dreamkeep"
LICENSE = "CC0-1.0"
_SECOND_THOUGHTS = 3
"""Further themes tried for what a theme dreams only as copies."""


def default_model() -> Path:
    """Where the shipped model lies."""
    return Path(__file__).resolve().parent.parent / "assets" / "models" / "dreamer.safetensors"


def dream(
    seed: str | int,
    model_path: Path | str | None = None,
    progress: Progress | None = None,
    *,
    like: Path | str | None = None,
    cross: tuple[Path | str, Path | str] | None = None,
    way: str = "half",
) -> Pack:
    """The pack of a seed: same seed and model, same bytes, on any machine.

    seed: any text; it is what people share. model_path: the shipped model by default. Fingerprints of its training
    tiles are used when they lie beside it (``<model>.prints.npz``). like: a picture whose colours and mood the theme is to
    have. cross: two packs' folders whose latents are mixed, in one of the ways of ``cross.WAYS``. With these the seed may be
    empty: the picture's name or the packs' then stand for it. Raises UserError for an
    empty or undecodable seed, a bad model, a bad picture or a pack that cannot be crossed.
    """
    model = Path(model_path) if model_path is not None else default_model()
    tell = progress or (lambda done, what: None)
    tell(0.0, "opening the model")
    brush: Brush = PainterBrush(model)
    beside = prints_beside(model)
    prints = load_prints(beside) if beside.is_file() else None
    seed = str(seed)
    if cross is not None:
        parents = (load_pack(cross[0]), load_pack(cross[1]))
        seed = seed or cross_seed(parents)
        pack = dream_with(CrossBrush(brush, parents), seed, prints, tell, lambda brush, seed: crossed(parents, brush, seed, way))
        return replace(pack, origin=f"{way} {cross_seed(parents)}")
    if like is not None:
        mood = read_mood(like)
        pack = dream_with(brush, seed or Path(like).stem, prints, tell, lambda brush, seed: plan(themes_like(mood, brush, seed)))
        return replace(pack, origin=f"like {Path(like).name}")
    return dream_with(brush, seed, prints, tell)


def _any_theme(brush: Brush, seed: str) -> Plan:
    return plan(ranked_themes(brush, seed))


def dream_with(brush: Brush, seed: str, prints: Prints | None, tell: Progress, planned: Callable[[Brush, str], Plan] = _any_theme) -> Pack:
    """The same with a brush already at hand. prints: None where nothing is known of the training tiles. planned: what is to be painted."""
    if not seed.strip():
        raise UserError("the seed is empty; any word or number will do")
    if any("\ud800" <= letter <= "\udfff" for letter in seed):
        raise UserError("the seed holds bytes that are no UTF-8 text; any word or number will do")
    judge = Judge(prints)
    if judge.habits is not None:
        brush = TidyBrush(brush, judge.habits)
    tell(0.05, "trying colours")
    aim = planned(brush, seed)
    theme = aim.theme
    tell(0.3, "painting tiles")
    dreams: dict[str, Dreams] = {}
    for cast in aim.casts:
        dreams |= dream_families(brush, seed, cast.latents, theme.backdrop, theme.palettes, cast.families)
    tell(0.75, "choosing tiles")
    choices = _choose(brush, seed, dreams, aim, judge)
    choices |= dream_waves(brush, theme, choices)
    tell(0.95, "making the sheet")
    pack = _sheet(brush, seed, theme, choices, judge)
    tell(1.0, "done")
    return pack


def _choose(brush: Brush, seed: str, dreams: dict[str, Dreams], aim: Plan, judge: Judge) -> dict[int, Choice]:
    """The choices; families of which some part was only dreamt as near copies are dreamt again from other themes, in this
    one's colours."""
    theme = aim.theme
    choices = choose(dreams, theme.backdrop, theme.palettes, judge)
    for other in aim.spare[:_SECOND_THOUGHTS]:
        lacking = [family for family in FAMILIES if any(SLOT_BY_NAME[part].id not in choices for part in family.parts)]
        if not lacking:
            break
        dreams = dreams | dream_families(brush, seed, [other.latent], theme.backdrop, theme.palettes, lacking)
        choices = choose(dreams, theme.backdrop, theme.palettes, judge)
    return choices


def _sheet(brush: Brush, seed: str, theme: Theme, choices: dict[int, Choice], judge: Judge) -> Pack:
    """The chosen tiles as a pack, in slot order, within the pattern table."""
    kept = fit_patterns({slot: choices[slot].pattern for slot in sorted(choices)})
    slots = list(kept)
    pattern = np.stack([kept[slot] for slot in slots])
    place = {slot: n for n, slot in enumerate(slots)}
    return Pack(
        id=pack_id(seed),
        title=title(seed),
        version="1",
        author=AUTHOR,
        license=LICENSE,
        backdrop=theme.backdrop,
        palettes=theme.palettes,
        pattern=pattern,
        cells=np.array([choices[slot].cell for slot in slots], dtype=np.uint8),
        roles=np.array([SLOTS[slot].role for slot in slots], dtype=np.uint8),
        slots=tuple(place.get(slot.id, MISSING) for slot in SLOTS),
        animations=_animations(place),
        seed=seed,
        model=brush.model,
        theme=tuple(int(n) for n in theme.latent),
        textures={slot: tuple(int(n) for n in choices[slot].texture) for slot in slots if _repaintable(choices[slot], theme)},
        originality=judge.report(pattern),
    )


def _repaintable(choice: Choice, theme: Theme) -> bool:
    """Whether a tile was painted from the theme that the pack remembers."""
    return choice.own and np.array_equal(choice.theme, theme.latent)


def _animations(place: dict[int, int]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The liquid's frames, where all four are on the sheet."""
    found = {}
    for part in ("liquid.top", "liquid.body"):
        frames = [place.get(SLOT_BY_NAME[name].id) for name in (part, *(f"{part}.{n}" for n in range(1, 4)))]
        whole = [frame for frame in frames if frame is not None]
        if len(whole) == len(frames):
            found[whole[0]] = tuple((frame, FRAME_MS) for frame in whole)
    return found


def pack_id(seed: str) -> str:
    """A folder name for a seed: ``dream-`` and what is left of it in lower-case letters, digits and dashes."""
    plain = re.sub(r"[^a-z0-9]+", "-", seed.lower()).strip("-")[:48]
    return f"dream-{plain or seed.encode().hex()[:16]}"

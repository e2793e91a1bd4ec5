"""Choosing among dreams by what can be measured of them: the best for each slot, and all of a family going together."""

from __future__ import annotations

import numpy as np

from generator.dreams import Dreams
from generator.extras import Choice, with_extras
from generator.looks import Look, seam_below, seam_right
from generator.originality import Judge
from generator.palette import MASTER
from generator.roles import SLOT_BY_NAME
from generator.scores import Setting

Array = np.ndarray

_SEAM_WEIGHT = 5.0
_COLOUR_WEIGHT = 6.0
"""For each unit of OKLab distance between the mean colours of tiles that should be of one stuff."""
_KIN_SLACK = 1.0
"""A part that goes with its anchor worse than by this much below the anchor's own score is not used."""
_KINDRED = 0.14
"""OKLab distance from its anchor, band by band from the top down, up to which a part can pass for the same stuff."""
_VARIANT_SLACK = 1.2
"""A runner-up whose score lies further below the winner's is not worth a slot."""
_FIRST = ("sky", "wall", "terrain")
"""What the others are seen against, and so is chosen before them, in this order."""
_OWN = 0.25
"""What it counts for a tile to be painted from the sheet's own theme: it is of one style with the others."""
_PLAIN = 0.25
"""What it counts for a tile to have the colours that the network gave it."""
_FITTING = 0.06
"""Mean OKLab distance up to which an even variant may differ from the main tile in its mean colour."""
_USUAL = 12.5
"""Bits of surprise (``habits.py``) that cost nothing and earn nothing."""
_HABIT_WEIGHT = 0.35
"""What each bit less counts, and each bit more costs."""
_MOST_USUAL = 2.0
"""Bits below ``_USUAL`` that count: what surprises even less is only plainer."""
_DIFFERENT = 0.015
"""Mean OKLab distance from which a variant is more than the same tile again."""


def choose(dreams: dict[str, Dreams], backdrop: int, palettes: Array, judge: Judge) -> dict[int, Choice]:
    """The best tile for each slot that got a good one; near copies of training tiles are never chosen.

    backdrop, palettes: the colours that the looks of the dreams were made with.
    """
    means = {part: one.looks[part].mean for one in dreams.values() for part in one.family.parts}
    behind = MASTER.oklab[backdrop]
    setting = Setting(means["wall.0"].mean(axis=0), behind, means["terrain.14"].mean(axis=0), behind, 1.0)
    found: dict[int, Choice] = {}
    for name in sorted(dreams, key=lambda name: _FIRST.index(name) if name in _FIRST else len(_FIRST)):
        own = with_extras(dreams[name], found, backdrop, palettes)
        chooser = _Chooser(own, setting, judge)
        chosen = {part: own.looks[painted].mean[attempt] for part, (painted, attempt) in chooser.chosen.items()}
        wall, sky, ground = chosen.get("wall.0", setting.wall), chosen.get("sky.0", setting.sky), chosen.get("terrain.14", setting.ground)
        found |= chooser.choices()
        setting = Setting(wall, sky, ground, behind, _open(found))
    return found


def _open(found: dict[int, Choice]) -> float:
    """The share of the chosen wall through which the backdrop shows; 1 as long as there is none."""
    wall = found.get(SLOT_BY_NAME["wall.0"].id)
    return float((wall.pattern == 0).mean()) if wall else 1.0


class _Chooser:
    """Chooses one family's tiles.

    chosen: for each part what shows it: a dream of that part, or of its anchor where no dream of its own goes with that,
    and the attempt. copied: anchors of which all dreams are near copies; the others need them to go by, but nobody sees them.
    """

    def __init__(self, dreams: Dreams, setting: Setting, judge: Judge) -> None:
        self.dreams, self.setting, self.judge = dreams, setting, judge
        self.family = dreams.family
        self.copied: set[str] = set()
        self._scores: dict[str, Array] = {}
        self.chosen: dict[str, tuple[str, int]] = {}
        self._choose_anchors()
        for part, anchor in self.family.kin:
            self._choose_kin(part, anchor)

    def choices(self) -> dict[int, Choice]:
        """What was chosen, by slot, variants included."""
        kept = {part: shown for part, shown in self.chosen.items() if shown[0] not in self.copied}
        found = {SLOT_BY_NAME[part].id: self._choice(*shown) for part, shown in kept.items()}
        for part, names in self.family.variants:
            if part in kept:
                for name, attempt in zip(names, self._runners_up(part, len(names)), strict=False):
                    found[SLOT_BY_NAME[name].id] = self._choice(part, attempt)
        return found

    def _choice(self, part: str, attempt: int) -> Choice:
        dreams, tiles = self.dreams, self.dreams.tiles[part]
        origin = int(dreams.paintings[attempt])
        patch, texture, theme = dreams.patches[part][origin], dreams.textures[origin], dreams.themes[origin]
        return Choice(tiles.pattern[attempt], int(tiles.cells[attempt]), patch, texture, theme, bool(dreams.own[attempt]))

    def _score(self, part: str) -> Array:
        """(attempts,): how good each is in itself."""
        if part not in self._scores:
            score = self.family.score(part, self.dreams.looks[part], self.setting)
            self._scores[part] = score + _OWN * self.dreams.own + _PLAIN * self.dreams.plain + self._habitual(part)
        return self._scores[part]

    def _habitual(self, part: str) -> Array:
        """(attempts,): what it counts to be drawn as artists draw."""
        habits = self.judge.habits
        if habits is None:
            return np.zeros(len(self.dreams.paintings))
        return habit_score(habits.surprise(self.dreams.tiles[part].pattern))

    def _choose_anchors(self) -> None:
        """The attempt with the best anchors of which none is a near copy; if there is none, that with the fewest copies."""
        anchors = self.family.anchors
        fewest = len(anchors) + 1
        for attempt in np.argsort(-self._anchor_scores(), kind="stable").tolist():
            copies = self.judge.near_copies(np.stack([self.dreams.tiles[part].pattern[attempt] for part in anchors]))
            if copies.sum() < fewest:
                fewest = int(copies.sum())
                self.chosen = {part: (part, attempt) for part in anchors}
                self.copied = {part for part, copy in zip(anchors, copies, strict=True) if copy}
            if not fewest:
                break

    def _anchor_scores(self) -> Array:
        """(attempts,): the mean score of the anchors, less their seams and, where they are of one stuff, their difference."""
        anchors, looks = self.family.anchors, self.dreams.looks
        scores = np.stack([self._score(part) for part in anchors]).mean(axis=0)
        right = [seam_right(looks[a], looks[b]) for a, b in self.family.right if a in anchors and b in anchors]
        below = [seam_below(looks[a], looks[b]) for a, b in self.family.below if a in anchors and b in anchors]
        if right or below:
            scores = scores - _SEAM_WEIGHT * np.mean([*right, *below], axis=0)
        if self.family.one_stuff:
            means = np.stack([looks[part].mean for part in anchors])
            scores = scores - _COLOUR_WEIGHT * _distance(means, means.mean(axis=0)).mean(axis=0)
        return scores

    def _choose_kin(self, part: str, anchor: str) -> None:
        """The attempt whose ``part`` goes best with its anchor and joins what is chosen without a seam.

        When even that goes badly, the anchor's own tile is shown.
        """
        look = self.dreams.looks[part]
        beside = self._shown(anchor)
        apart = _distance(look.bands, beside.bands).mean(axis=1)
        score = self._score(part) - _COLOUR_WEIGHT * apart - _SEAM_WEIGHT * self._seams_to_chosen(part, look)
        painted, attempt = self.chosen[anchor]
        fits = apart < _KINDRED
        if self.family.even:
            fits &= self.dreams.tiles[part].cells == self.dreams.tiles[painted].cells[attempt]
        score = np.where(fits, score, -np.inf)
        enough = self._score(painted)[attempt] - _KIN_SLACK
        for attempt in np.argsort(-score, kind="stable").tolist():
            if score[attempt] < enough:
                break
            if not self.judge.near_copies(self.dreams.tiles[part].pattern[[attempt]])[0]:
                self.chosen[part] = (part, attempt)
                return
        self.chosen[part] = self.chosen[anchor]

    def _seams_to_chosen(self, part: str, look: Look) -> Array:
        """(attempts,): the mean seam between a part's dreams and the chosen tiles that it stands beside."""
        seams = [np.zeros(len(look))]
        for pairs, seam in ((self.family.right, seam_right), (self.family.below, seam_below)):
            for first, second in pairs:
                if first == part and second in self.chosen:
                    seams.append(seam(look, self._shown(second)))
                elif second == part and first in self.chosen:
                    seams.append(seam(self._shown(first), look))
        return np.mean(seams[1:] or seams, axis=0)

    def _shown(self, part: str) -> Look:
        painted, attempt = self.chosen[part]
        return self.dreams.looks[painted].take([attempt])

    def _runners_up(self, part: str, wanted: int) -> list[int]:
        """Attempts whose ``part`` may stand beside the chosen one: good in themselves, without seams, not the same again."""
        look, winner = self.dreams.looks[part], self.chosen[part][1]
        main = look.take([winner])
        score = self._score(part)
        if self.family.even:
            beside = seam_right(main, look) + seam_right(look, main) + seam_below(main, look) + seam_below(look, main)
            apart = _distance(look.mean, main.mean)
            cells, themes = self.dreams.tiles[part].cells, self.dreams.themes[self.dreams.paintings]
            alike = (cells == cells[winner]) & (themes == themes[winner]).all(axis=1)
            score = np.where(alike & (apart < _FITTING), score - _SEAM_WEIGHT * beside / 4 - _COLOUR_WEIGHT * apart, -np.inf)
            score[winner] = self._score(part)[winner]
        chosen = [winner]
        for attempt in np.argsort(-score, kind="stable").tolist():
            if len(chosen) > wanted or score[attempt] < score[winner] - _VARIANT_SLACK:
                break
            different = look.take([attempt] * len(chosen)).unlike(look.take(chosen)).min() > _DIFFERENT
            if different and not self.judge.near_copies(self.dreams.tiles[part].pattern[[attempt]])[0]:
                chosen.append(attempt)
        return chosen[1:]


def habit_score(surprise: Array) -> Array:
    """What surprise (n,), in bits or NaN for tiles too plain to say, counts when tiles are chosen."""
    return np.nan_to_num(_HABIT_WEIGHT * np.minimum(_USUAL - surprise, _MOST_USUAL), nan=0.0)


def _distance(a: Array, b: Array) -> Array:
    return np.sqrt(((a - b) ** 2).sum(axis=-1))

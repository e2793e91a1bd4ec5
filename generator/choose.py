"""Choosing among dreams by what can be measured of them: the best for each slot, and all of a family going together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.dreams import Dreams
from generator.looks import Look, seam_below, seam_right
from generator.originality import Judge
from generator.roles import SLOT_BY_NAME
from generator.scores import Setting

Array = np.ndarray

_SEAM_WEIGHT = 5.0
_COLOUR_WEIGHT = 6.0
"""For each unit of OKLab distance between the mean colours of tiles that should be of one stuff."""
_VARIANT_SLACK = 1.2
"""A runner-up whose score lies further below the winner's is not worth a slot."""
_DIFFERENT = 0.015
"""Mean OKLab distance from which a variant is more than the same tile again."""


@dataclass(frozen=True, eq=False)
class Choice:
    """The tile chosen for a slot, and what it was painted from: a patch of roles (5, 5) and a texture latent."""

    pattern: Array
    cell: int
    patch: Array
    texture: Array


def choose(dreams: dict[str, Dreams], judge: Judge) -> dict[int, Choice]:
    """The best tile for each slot that got a good one; near copies of training tiles are never chosen."""
    walls, skies = dreams["wall"].looks["wall.0"], dreams["sky"].looks["sky.0"]
    rough = Setting(walls.mean.mean(axis=0), skies.mean.mean(axis=0))
    wall = _Chooser(dreams["wall"], rough, judge)
    sky = _Chooser(dreams["sky"], rough, judge)
    setting = Setting(walls.mean[wall.chosen["wall.0"]], skies.mean[sky.chosen["sky.0"]])
    others = [_Chooser(one, setting, judge) for name, one in dreams.items() if name not in ("wall", "sky")]
    return {slot: choice for chooser in (wall, sky, *others) for slot, choice in chooser.choices().items()}


class _Chooser:
    """Chooses one family's tiles. chosen: for each part the attempt it is taken from; parts with only copies are missing,
    unless they are anchors, which the others need to go by."""

    def __init__(self, dreams: Dreams, setting: Setting, judge: Judge) -> None:
        self.dreams, self.setting, self.judge = dreams, setting, judge
        self.family = dreams.family
        self.copied: set[str] = set()
        self.chosen: dict[str, int] = {}
        self._choose_anchors()
        for part, anchor in self.family.kin:
            self._choose_kin(part, anchor)

    def choices(self) -> dict[int, Choice]:
        """What was chosen, by slot, variants included."""
        kept = {part: attempt for part, attempt in self.chosen.items() if part not in self.copied}
        found = {SLOT_BY_NAME[part].id: self._choice(part, attempt) for part, attempt in kept.items()}
        for part, names in self.family.variants:
            if part in kept:
                for name, attempt in zip(names, self._runners_up(part, len(names)), strict=False):
                    found[SLOT_BY_NAME[name].id] = self._choice(part, attempt)
        return found

    def _choice(self, part: str, attempt: int) -> Choice:
        tiles, origin = self.dreams.tiles[part], attempt % len(self.dreams.textures)
        return Choice(tiles.pattern[attempt], int(tiles.cells[attempt]), self.dreams.patches[part][origin], self.dreams.textures[origin])

    def _choose_anchors(self) -> None:
        """The attempt with the best anchors of which none is a near copy; if there is none, that with the fewest copies."""
        anchors = self.family.anchors
        fewest = len(anchors) + 1
        for attempt in np.argsort(-self._anchor_scores(), kind="stable").tolist():
            copies = self.judge.near_copies(np.stack([self.dreams.tiles[part].pattern[attempt] for part in anchors]))
            if copies.sum() < fewest:
                fewest = int(copies.sum())
                self.chosen = dict.fromkeys(anchors, attempt)
                self.copied = {part for part, copy in zip(anchors, copies, strict=True) if copy}
            if not fewest:
                break

    def _anchor_scores(self) -> Array:
        """(attempts,): the mean score of the anchors, less their seams and, where they are of one stuff, their difference."""
        anchors, looks = self.family.anchors, self.dreams.looks
        scores = np.stack([self.family.score(part, looks[part], self.setting) for part in anchors]).mean(axis=0)
        right = [seam_right(looks[a], looks[b]) for a, b in self.family.right if a in anchors and b in anchors]
        below = [seam_below(looks[a], looks[b]) for a, b in self.family.below if a in anchors and b in anchors]
        if right or below:
            scores = scores - _SEAM_WEIGHT * np.mean([*right, *below], axis=0)
        if self.family.one_stuff:
            means = np.stack([looks[part].mean for part in anchors])
            scores = scores - _COLOUR_WEIGHT * _distance(means, means.mean(axis=0)).mean(axis=0)
        return scores

    def _choose_kin(self, part: str, anchor: str) -> None:
        """The attempt whose ``part`` goes best with its anchor and joins what is chosen without a seam."""
        look = self.dreams.looks[part]
        beside = self.dreams.looks[anchor].take([self.chosen[anchor]])
        score = self.family.score(part, look, self.setting) - _COLOUR_WEIGHT * _distance(look.mean, beside.mean)
        score = score - _SEAM_WEIGHT * self._seams_to_chosen(part, look)
        for attempt in np.argsort(-score, kind="stable").tolist():
            if not self.judge.near_copies(self.dreams.tiles[part].pattern[[attempt]])[0]:
                self.chosen[part] = attempt
                return

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
        return self.dreams.looks[part].take([self.chosen[part]])

    def _runners_up(self, part: str, wanted: int) -> list[int]:
        """Attempts whose ``part`` may stand beside the chosen one: good in themselves, without seams, not the same again."""
        look, winner = self.dreams.looks[part], self.chosen[part]
        main = look.take([winner])
        score = self.family.score(part, look, self.setting)
        if self.family.even:
            beside = seam_right(main, look) + seam_right(look, main) + seam_below(main, look) + seam_below(look, main)
            score = score - _SEAM_WEIGHT * beside / 4 - _COLOUR_WEIGHT * _distance(look.mean, main.mean)
        chosen = [winner]
        for attempt in np.argsort(-score, kind="stable").tolist():
            if len(chosen) > wanted or score[attempt] < score[winner] - _VARIANT_SLACK:
                break
            different = look.take([attempt] * len(chosen)).unlike(look.take(chosen)).min() > _DIFFERENT
            if different and not self.judge.near_copies(self.dreams.tiles[part].pattern[[attempt]])[0]:
                chosen.append(attempt)
        return chosen[1:]


def _distance(a: Array, b: Array) -> Array:
    return np.sqrt(((a - b) ** 2).sum(axis=-1))

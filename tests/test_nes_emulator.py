"""The cartridges in a real emulator: the picture it shows is ours, colour index by colour index. Skipped where there is none."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from nes_emulator import MISSING, Shot, Step, display, play
from nes_screens import MAPS, PACKS, cartridge_of, random_stretch, shown

from nes.cartridge import make_rom
from nes.show import Stretch

pytestmark = pytest.mark.skipif(bool(MISSING), reason=MISSING)

_SECOND_TABLE = 0x10
START = Step(20)
"""Until the first picture stands."""


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with display() as name:
        yield name


def place(shot: Shot) -> tuple[int, int]:
    """(stretch, scroll in pixels) that a picture was made from: the viewer's own variables."""
    return shot.memory[2], shot.memory[0] | shot.memory[1] << 8


def differing(stretches: Sequence[Stretch], shot: Shot) -> int:
    """Pixels in which the emulator's picture is not ours."""
    number, scroll = place(shot)
    wanted = shown(stretches[number], scroll, later=bool(shot.memory[5] & _SECOND_TABLE))
    return int((shot.picture != wanted).sum())


def along(stretch: Stretch) -> list[Step]:
    """A few places of a stretch: its beginning, a little to the right, its right end, and back a little."""
    to_the_end = stretch.widest // 8 + 2
    return [Step(12), Step(9, ("right",)), Step(2), Step(to_the_end, ("right", "B")), Step(2), Step(13, ("left", "B")), Step(2)]


@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.stem)
def test_no_pixel_differs_anywhere_in_a_stage(path: Path, screen: str) -> None:
    stretches = cartridge_of(path)
    steps = [START]
    for stretch in stretches:
        steps += [*along(stretch), Step(1, ("down",)), Step(12)]
    shots = play(make_rom(stretches), steps, screen)
    assert [differing(stretches, shot) for shot in shots] == [0] * len(shots)
    assert {place(shot) for shot in shots} >= {(n, x) for n, part in enumerate(stretches) for x in (0, part.widest)}
    assert place(shots[-1]) == (0, 0), "after the last stretch comes the first"


@pytest.mark.parametrize("folder", PACKS, ids=lambda path: path.name)
def test_no_pixel_differs_on_a_pack_s_sheet(folder: Path, screen: str) -> None:
    stretches = cartridge_of(folder)
    shots = play(make_rom(stretches), [START, *along(stretches[0])], screen)
    assert [differing(stretches, shot) for shot in shots] == [0] * len(shots)


@pytest.mark.parametrize("exact_ppu", [False, True])
def test_no_pixel_differs_while_it_scrolls_and_while_the_water_moves(screen: str, exact_ppu: bool) -> None:
    stretches = [random_stretch(55, 25, 7, moving=True)]
    steps = [START, Step(40, ("right",), True), Step(30, ("right", "B"), True), Step(20, ("left", "B"), True), Step(15, ("left",), True)]
    steps += [Step(40, ("right", "B")), Step(30, ("right", "B"), True), Step(110, ("left", "B")), Step(3, (), True)]
    shots = play(make_rom(stretches), steps, screen, exact_ppu=exact_ppu)
    assert [differing(stretches, shot) for shot in shots] == [0] * len(shots)
    assert {abs(place(one)[1] - place(other)[1]) for one, other in pairwise(shots[2:40])} == {2}
    assert {bool(shot.memory[5] & _SECOND_TABLE) for shot in shots} == {False, True}
    assert [place(shots[k])[1] for k in (1, -1)] == [0, 0]
    assert max(place(shot)[1] for shot in shots) == stretches[0].widest


def test_the_stretch_before_the_first_is_the_last_and_the_plate_stands_still(screen: str) -> None:
    first = random_stretch(20, 10, 3)
    stretches = [first, first, first]
    shots = play(make_rom(stretches), [START, Step(1, ("up",)), Step(12), Step(5, ("right",)), Step(2)], screen)
    assert [place(shots[k]) for k in (0, 2, 4)] == [(0, 0), (2, 0), (2, 10)]
    assert np.array_equal(shots[4].picture[:32], shots[0].picture[:32])
    assert differing(stretches, shots[4]) == 0


def test_a_screen_as_narrow_as_the_television_does_not_scroll(screen: str) -> None:
    stretches = [random_stretch(16, 10, 5)]
    shots = play(make_rom(stretches), [START, Step(20, ("right",)), Step(2)], screen)
    assert [place(shot)[1] for shot in shots] == [0, 0, 0]
    assert [differing(stretches, shot) for shot in shots] == [0, 0, 0]

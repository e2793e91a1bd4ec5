"""Fingerprints: a near copy is known under recolouring, flips and a small shift; a new drawing is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from generator.errors import UserError
from generator.originality import NEAR, Judge, Prints, drawn, load_prints, make_prints


def drawings(seed: int, count: int) -> np.ndarray:
    """Tiles of random rectangles, as different from each other as drawn tiles are: (count, 16, 16)."""
    rng = np.random.default_rng(seed)
    tiles = np.zeros((count, 16, 16), dtype=np.uint8)
    for tile in tiles:
        for _ in range(9):
            y, x = rng.integers(0, 13, 2)
            h, w = rng.integers(2, 8, 2)
            tile[y : y + h, x : x + w] = rng.integers(0, 4)
    return tiles[drawn(tiles)]


KNOWN = drawings(1, 200)


@pytest.fixture(scope="module")
def prints(tmp_path_factory: pytest.TempPathFactory) -> Prints:
    windows = np.zeros(-(-len(KNOWN) // 16), dtype=[("pattern", "u1", (64, 64))])
    for n, tile in enumerate(KNOWN):
        y, x = divmod(n % 16, 4)
        windows["pattern"][n // 16, y * 16 : y * 16 + 16, x * 16 : x * 16 + 16] = tile
    return make_prints(windows, tmp_path_factory.mktemp("prints") / "p.npz")


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda tiles: tiles, id="as it is"),
        pytest.param(lambda tiles: 3 - tiles, id="values exchanged"),
        pytest.param(lambda tiles: np.array([2, 0, 3, 1])[tiles], id="values exchanged at will"),
        pytest.param(lambda tiles: tiles[:, ::-1], id="upside down"),
        pytest.param(lambda tiles: tiles[:, :, ::-1], id="mirrored"),
        pytest.param(lambda tiles: np.pad(tiles, ((0, 0), (0, 0), (1, 0)), mode="edge")[:, :, :-1], id="shifted by a pixel"),
    ],
)
def test_a_training_tile_is_known_again(prints: Prints, change: object) -> None:
    assert (prints.distance(change(KNOWN)) < NEAR).mean() > 0.95  # type: ignore[operator]


def test_a_few_stray_pixels_do_not_make_a_tile_new(prints: Prints) -> None:
    touched = KNOWN.copy()
    touched[:, 5, 5] = (touched[:, 5, 5] + 1) % 4
    assert (prints.distance(touched) < NEAR).mean() > 0.8


def test_new_drawings_are_new(prints: Prints) -> None:
    assert (prints.distance(drawings(2, 100)) >= NEAR).all()


def test_plain_tiles_and_noise_belong_to_nobody(prints: Prints) -> None:
    plain = np.zeros((2, 16, 16), dtype=np.uint8)
    plain[1, 8:] = 1
    noise = np.random.default_rng(0).integers(0, 4, (3, 16, 16), dtype=np.uint8)
    assert prints.distance(np.concatenate([plain, noise])).tolist() == [1.0] * 5


def test_the_report_counts_near_copies_once_each(prints: Prints) -> None:
    new = drawings(2, 30)
    sheet = np.concatenate([KNOWN[:1], KNOWN[:1], new, np.zeros((4, 16, 16), dtype=np.uint8)])
    report = Judge(prints).report(sheet)
    assert report is not None
    assert report.tiles == len(new) + 1
    assert report.share == pytest.approx(len(new) / (len(new) + 1))
    assert report.dropped == 1


def test_a_judge_without_prints_finds_everything_new() -> None:
    judge = Judge(None)
    assert not judge.near_copies(KNOWN).any() and judge.report(KNOWN) is None


def test_prints_come_back_from_their_file_and_hold_flips_only_once(prints: Prints, tmp_path: Path) -> None:
    windows = np.zeros(1, dtype=[("pattern", "u1", (64, 64))])
    windows["pattern"][0, :16, :16] = KNOWN[0]
    windows["pattern"][0, 16:32, :16] = KNOWN[0][::-1]
    windows["pattern"][0, 32:48, :16] = 3 - KNOWN[0][:, ::-1]
    made = make_prints(windows, tmp_path / "one.npz")
    assert len(made) == 1
    np.testing.assert_array_equal(load_prints(tmp_path / "one.npz").words, made.words)


def test_a_corpus_of_plain_tiles_has_no_prints(tmp_path: Path) -> None:
    windows = np.zeros(2, dtype=[("pattern", "u1", (64, 64))])
    assert len(make_prints(windows, tmp_path / "plain.npz")) == 0
    assert (load_prints(tmp_path / "plain.npz").distance(KNOWN) == 1.0).all()


def test_a_damaged_file_is_refused_wherever_the_damage_lies(prints: Prints, tmp_path: Path) -> None:
    path = tmp_path / "x.npz"
    np.savez_compressed(path, words=prints.words)
    whole = path.read_bytes()
    middle = len(whole) // 2
    for content in (whole[:middle], whole[:middle] + bytes(99) + whole[middle + 99 :]):
        path.write_bytes(content)
        with pytest.raises(UserError, match="no fingerprints"):
            load_prints(path)


@pytest.mark.parametrize("content", [b"", b"PK nonsense", b"\x93NUMPY"])
def test_a_foreign_file_is_refused_in_one_line(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.npz"
    path.write_bytes(content)
    with pytest.raises(UserError, match="no fingerprints"):
        load_prints(path)

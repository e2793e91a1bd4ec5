"""The audit: planted copies are found however they were turned, new drawings pass, and the account goes into pack.toml."""

from __future__ import annotations

import shutil
import tomllib
from pathlib import Path

import numpy as np
import pytest

import main
from generator.audit import judge, summary
from generator.audit_report import turned_to, write_report
from generator.corpus_tiles import CorpusTiles, canonical, collect, corpus_tiles
from generator.errors import UserError
from generator.manifest import read, with_audit
from generator.originality import drawn
from generator.pack import check_pack, load_pack, write_pack
from generator.pack_model import Audit
from generator.records import window_dtype
from generator.tile_index import SAME, Match, Pose, TileIndex, distance_table, flipped, overlap, repeats

ROOT = Path(main.__file__).parent


def drawings(seed: int, count: int, size: int = 16) -> np.ndarray:
    """Pictures of random rectangles, as rich as detailed tiles are: (count, size, size)."""
    rng = np.random.default_rng(seed)
    tiles = np.zeros((count, size, size), dtype=np.uint8)
    for tile in tiles:
        for _ in range(40):
            y, x = rng.integers(0, size - 1, 2)
            h, w = rng.integers(2, 6, 2)
            tile[y : y + h, x : x + w] = rng.integers(0, 4)
    return tiles


WIDE = drawings(1, 160, 20)
KNOWN = WIDE[:, 2:18, 2:18]
NEW = drawings(2, 60)


def windows_of(tiles: np.ndarray) -> np.ndarray:
    """Corpus windows that hold these tiles, by turns of two packs."""
    windows = np.zeros(-(-len(tiles) // 16), dtype=window_dtype())
    windows["palettes"] = np.arange(1, 13).reshape(4, 3)
    windows["backdrop"] = 15
    windows["pack"] = np.arange(len(windows)) % 2
    for n, tile in enumerate(tiles):
        y, x = divmod(n % 16, 4)
        windows["pattern"][n // 16, y * 16 : y * 16 + 16, x * 16 : x * 16 + 16] = tile
        windows["cells"][n // 16, y, x] = n % 4
    return windows


@pytest.fixture(scope="module")
def known() -> CorpusTiles:
    return collect(windows_of(KNOWN))


def noisy(tiles: np.ndarray, share: float = 0.05) -> np.ndarray:
    """The tiles with that share of their pixels of another value."""
    rng = np.random.default_rng(7)
    changed = tiles.copy().reshape(len(tiles), 256)
    for tile in changed:
        where = rng.choice(256, int(share * 256), replace=False)
        tile[where] = (tile[where] + rng.integers(1, 4, len(where))) % 4
    return changed.reshape(tiles.shape)


PLANTED = {
    "as it is": KNOWN,
    "upside down": KNOWN[:, ::-1],
    "mirrored": KNOWN[:, :, ::-1],
    "turned around": KNOWN[:, ::-1, ::-1],
    "shifted by 2": WIDE[:, 4:20, 0:16],
    "shifted the other way": WIDE[:, 0:16, 3:19],
    "recoloured": np.array([2, 0, 3, 1], dtype=np.uint8)[KNOWN],
    "flipped, shifted and recoloured": np.array([3, 2, 0, 1], dtype=np.uint8)[WIDE[:, 4:20, 4:20][:, :, ::-1]],
    "with noise": noisy(KNOWN),
    "flipped, shifted, recoloured, with noise": noisy(3 - WIDE[:, 0:16, 4:20][:, ::-1]),
}


@pytest.mark.parametrize("how", PLANTED)
def test_planted_copies_are_found_and_so_is_what_they_were_copied_from(known: CorpusTiles, how: str) -> None:
    rich = np.flatnonzero((repeats(KNOWN) == SAME) & drawn(KNOWN) & drawn(PLANTED[how]))
    findings = judge(PLANTED[how][rich], known)
    assert len(findings) == len(rich) > 60
    assert all(one.copy for one in findings)
    sources = canonical(KNOWN[rich])[0]
    right = [(known.packed[one.match.index] == sources[one.tile]).all() for one in findings]
    assert np.mean(right) > 0.97, "but for drawings that are nearly the same"


def test_new_drawings_pass(known: CorpusTiles) -> None:
    findings = judge(NEW, known)
    assert len(findings) > 50
    assert sum(one.copy for one in findings) == 0


def test_a_copy_among_new_drawings_comes_first_and_is_counted_once(known: CorpusTiles) -> None:
    findings = judge(np.concatenate([NEW[:20], PLANTED["shifted by 2"][3:4], PLANTED["shifted by 2"][3:4]]), known)
    assert findings[0].tile == 20 and findings[0].copy
    account = summary(findings, known)
    assert (account.copies, account.tiles, account.corpus) == (1, len(findings), len(known))


def test_what_training_tiles_share_among_themselves_is_nobodys_own() -> None:
    """Two training tiles 20 px apart; a tile 24 px from one of them took nothing that they don't share, one 16 px apart did."""
    base = next(tile for tile in KNOWN if repeats(tile[None])[0] == SAME)

    def painted(rows: int) -> np.ndarray:
        """The tile with a stripe of other values at its side, four pixels in each row."""
        other = base.copy()
        other[4 : 4 + rows, 6:10] = (other[4 : 4 + rows, 6:10] + 1) % 4
        return other

    def striped(rows: int) -> np.ndarray:
        other = base.copy()
        other[15 - rows : 15, 1:5] = (other[15 - rows : 15, 1:5] + 2) % 4
        return other

    alike = collect(windows_of(np.stack([base, painted(5)])))
    near, far = judge(striped(4)[None], alike)[0], judge(striped(6)[None], alike)[0]
    assert (near.own, near.match.distance, near.copy) == (20, 16, True)
    assert (far.own, far.match.distance, far.copy) == (20, 24, False)


def test_plain_tiles_are_not_judged(known: CorpusTiles) -> None:
    plain = np.zeros((4, 16, 16), dtype=np.uint8)
    plain[1, 8:] = 1
    plain[2, :3, :3] = 2
    plain[3] = (np.arange(16) // 2 % 4)[:, None]
    plain[3, 4:8, 4] = 3
    assert judge(plain, known) == []
    assert summary([], known) == Audit(0, 0, 0, 256.0, len(known))


def test_without_training_tiles_all_is_new() -> None:
    empty = collect(windows_of(np.zeros((16, 16, 16), dtype=np.uint8)))
    assert len(empty) == 0
    assert not any(one.copy for one in judge(NEW, empty))


class TestDistance:
    def test_it_is_the_same_from_either_side(self) -> None:
        for one, other in zip(KNOWN[:20], KNOWN[20:40], strict=True):
            there, back = (distance_table(flipped(a[None])[:, 0], b[None])[0][0] for a, b in ((one, other), (other, one)))
            assert there == pytest.approx(back)

    def test_it_counts_the_pixels_that_differ_under_the_best_exchange(self) -> None:
        tile = np.arange(256, dtype=np.uint8).reshape(16, 16) % 4
        other = np.array([1, 2, 3, 0], dtype=np.uint8)[tile]
        assert distance_table(flipped(tile[None])[:, 0], other[None])[0][0] == 0
        rng = np.random.default_rng(0)
        noise = rng.integers(0, 4, (16, 16), dtype=np.uint8)
        changed = noise.copy()
        changed[8, 3:8] ^= 1
        assert distance_table(flipped(noise[None])[:, 0], changed[None])[0][0] == 5

    def test_the_quick_search_finds_what_the_exact_one_finds(self) -> None:
        index = TileIndex(drawings(5, 900))
        asked = np.concatenate([drawings(6, 12), noisy(index.pattern[:12])])
        for tile, match in zip(asked, index.nearest(asked), strict=True):
            exact = distance_table(flipped(tile[None])[:, 0], index.pattern)[0].min()
            assert match.distance == pytest.approx(exact) if exact <= SAME else match.distance <= exact + 12

    def test_the_pose_lays_the_match_over_the_tile(self) -> None:
        asked = PLANTED["flipped, shifted, recoloured, with noise"][:30]
        index = TileIndex(KNOWN)
        for tile, match in zip(asked, index.nearest(asked), strict=True):
            turned, met = turned_to(KNOWN[match.index], match.pose)
            assert ((turned != tile) & met).sum() * 256 / met.sum() == pytest.approx(match.distance, abs=1e-3)

    def test_nothing_within_what_is_passed_over(self) -> None:
        index = TileIndex(np.concatenate([KNOWN[:5], noisy(KNOWN[:5], 0.03)]))
        for match in index.nearest(KNOWN[:5], np.full(5, 12.0)):
            assert match.distance > 12
        assert TileIndex(KNOWN[:1]).nearest(KNOWN[:1], np.array([0.0])) == [Match(-1, 256.0, Pose())]

    def test_shifted_tiles_meet_in_what_they_share(self) -> None:
        rows, cols, own_rows, own_cols = overlap(2, -1)
        assert (rows, cols) == (slice(0, 14), slice(1, 16))
        assert (own_rows, own_cols) == (slice(2, 16), slice(0, 15))


class TestCorpusTiles:
    def test_a_drawing_counts_once_a_pack_however_it_is_turned(self) -> None:
        tile = next(tile for tile in KNOWN if drawn(tile[None])[0])
        turned = [tile, tile[::-1], 3 - tile[:, ::-1]]
        windows = windows_of(np.stack(turned * 11))
        found = collect(windows)
        assert len(windows) == 3 and len(found) == 2
        assert found.pack.tolist() == [0, 1]
        assert (found.only(np.array([1])).pattern == found.pattern[1:]).all()

    def test_each_is_kept_in_colours_that_it_was_seen_in(self) -> None:
        windows = windows_of(KNOWN)
        found = collect(windows)
        shown = set()
        for record in windows:
            table = np.concatenate([np.full((4, 1), record["backdrop"]), record["palettes"]], axis=1)
            for y, x in np.ndindex(4, 4):
                tile = table[record["cells"][y, x]][record["pattern"][y * 16 : y * 16 + 16, x * 16 : x * 16 + 16]]
                shown |= {flip[0].tobytes() for flip in flipped(tile[None].astype(np.uint8))}
        assert all(colours[pattern].tobytes() in shown for colours, pattern in zip(found.colours, found.pattern, strict=True))

    def test_they_are_kept_beside_the_corpus_and_made_anew_when_damaged(self, tmp_path: Path) -> None:
        from generator.corpus import Corpus

        corpus = Corpus(windows_of(KNOWN), ("a", "b"), 0, (), tmp_path)
        made = corpus_tiles(corpus)
        (kept,) = tmp_path.iterdir()
        again = corpus_tiles(Corpus(windows_of(NEW), ("a", "b"), 0, (), tmp_path))
        assert (again.packed == made.packed).all(), "read, not made"
        kept.write_bytes(kept.read_bytes()[:300])
        assert (corpus_tiles(corpus).packed == made.packed).all()


class TestAccount:
    def test_it_takes_the_place_of_an_earlier_one_and_leaves_the_rest(self) -> None:
        before = b'id = "x" # mine\n\n[originality]\ntiles = 3\nshare = 1.0\n\n[textures]\n"wall.0" = [1]\n'
        once = with_audit(before, Audit(70, 2, 2, 33.25, 5000))
        twice = with_audit(once, Audit(71, 0, 0, 40.0, 6000))
        assert twice.startswith(before.rstrip())
        assert twice.count(b"[originality.audit]") == 1
        found = read(twice)[0]
        assert found.audit == Audit(71, 0, 0, 40.0, 6000)
        assert found.originality is not None and found.originality.tiles == 3

    def test_a_pack_without_fingerprints_has_no_originality_but_an_audit(self) -> None:
        found = read(with_audit(b'id = "x"\n', Audit(1, 1, 1, 2.0, 3)))[0]
        assert found.originality is None and found.audit == Audit(1, 1, 1, 2.0, 3)

    @pytest.mark.parametrize("text", ["id = ", "originality = 3\n", "originality.tiles = 3\noriginality.audit.tiles = 2\n"])
    def test_a_file_that_it_does_not_fit_into_is_refused(self, text: str) -> None:
        with pytest.raises(ValueError):
            with_audit(text.encode(), Audit(1, 1, 1, 2.0, 3))


class TestCommand:
    @pytest.fixture
    def pack(self, tmp_path: Path) -> Path:
        return Path(shutil.copytree(ROOT / "assets" / "tilesets" / "base", tmp_path / "pack"))

    def test_a_pack_trained_on_is_all_copies_and_stays_valid(
        self, pack: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generator.corpus._default_cache", lambda: tmp_path / "cache")
        (tmp_path / "pictures").mkdir()
        shutil.copy(pack / "tiles.png", tmp_path / "pictures" / "sheet.png")
        page = tmp_path / "report.html"
        assert main.main(["audit", str(pack), "--corpus", str(tmp_path / "pictures"), "--out", str(page)]) == 0
        said = capsys.readouterr().out
        assert "copies" in said and "wrote" in said
        account = tomllib.loads((pack / "pack.toml").read_text())["originality"]["audit"]
        assert account["copies"] > 0.5 * account["tiles"]
        assert not check_pack(pack)
        loaded = load_pack(pack)
        assert loaded.audit is not None and loaded.audit.copies == account["copies"]
        written = write_pack(loaded, tmp_path / "again")
        assert load_pack(written).audit == loaded.audit
        assert page.read_text().count("<tr class=") == account["tiles"]
        assert page.read_text().count('class="copy"') == account["copies"]
        assert page.read_text().count("<td>") == 8 * account["tiles"], "as many as there are headings"
        assert "http" not in page.read_text(), "the page needs nothing but itself"

    def test_a_page_without_a_training_tile_keeps_its_columns(self, pack: Path, tmp_path: Path) -> None:
        loaded, empty = load_pack(pack), collect(windows_of(np.zeros((16, 16, 16), dtype=np.uint8)))
        findings = judge(loaded.pattern, empty)
        write_report(tmp_path / "page.html", loaded, findings, summary(findings, empty), empty, ())
        page = (tmp_path / "page.html").read_text()
        assert page.count("<td>") == page.count("<th>") * len(findings) > 0

    def test_what_a_user_gets_wrong(self, pack: Path, tmp_path: Path) -> None:
        from generator.audit_command import audit_pack

        with pytest.raises(UserError, match="no such folder"):
            audit_pack(pack, tmp_path / "nowhere", tmp_path / "x.html", tmp_path / "cache")
        with pytest.raises(UserError, match="nowhere"):
            audit_pack(tmp_path / "nowhere", tmp_path, tmp_path / "x.html", tmp_path / "cache")

"""The corpus: what becomes of a folder of pictures, good ones and bad ones."""

import os
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from generator import cutting, pool
from generator.classifier import RoleClassifier
from generator.corpus import open_corpus, prepare
from generator.cutting import CERTAIN, PER_PICTURE, Settings, jobs_of
from generator.errors import UserError
from generator.labels import read_labels
from generator.pool import in_processes
from generator.ppu import render, violations
from generator.records import screen_of, window_dtype
from generator.roles import TILE, Role
from generator.sources import list_packs

HEADER = "file\ttile_px\tox\toy\tcol\trow\tncols\tnrows\trole\n"


def art(width, height, seed=0):
    """Bricks in cells of 16x16, each with its own colours and joints: (height, width, 3)."""
    rng = np.random.default_rng(seed)
    rows, cols = -(-height // TILE), -(-width // TILE)
    colours = rng.integers(60, 256, (rows, cols, 3)).repeat(TILE, 0).repeat(TILE, 1)
    joints = np.zeros((rows * TILE, cols * TILE), dtype=bool)
    joints[::8], joints[:, :: int(rng.integers(4, 9))] = True, True
    dots = rng.random(joints.shape) < 0.05
    return np.where((joints | dots)[..., None], 0, colours)[:height, :width].astype(np.uint8)


def save(path, pixels, **options):
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(pixels).save(path, **options)


def png_claiming(width, height):
    """A tiny PNG file whose header promises a picture of any size, with next to no data."""

    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"abc")) + chunk(b"IEND", b"")


@pytest.fixture
def folder(tmp_path):
    """Two packs, one of them labelled."""
    save(tmp_path / "packs" / "keep" / "sheet.png", art(128, 128, 1))
    save(tmp_path / "packs" / "wild" / "deep" / "scene.png", art(256, 224, 2))
    roles = ["surface 0 0 8 2", "solid 0 2 8 2", "wall 0 4 4 4", "column 4 4 1 4", "window 5 4 3 4"]
    lines = [f"sheet.png\t16\t0\t0\t{col}\t{row}\t{w}\t{h}\t{role}" for role, col, row, w, h in (line.split() for line in roles)]
    (tmp_path / "labels").mkdir()
    (tmp_path / "labels" / "keep.tsv").write_text(HEADER + "\n".join(lines) + "\n")
    return tmp_path


def prepared(folder, **options):
    return prepare(folder / "packs", folder / "cache", **{"per_pack": 6, "compose": False, **options})


def test_windows_are_legal_screens_with_roles_and_packs(folder):
    corpus = prepared(folder)
    assert corpus.packs == ("keep", "wild")
    assert corpus.windows.dtype == window_dtype(64)
    for record in corpus.windows:
        assert violations(screen_of(record)) == []
    keep = corpus.windows[corpus.pack == 0]
    assert {Role(role) for role in np.unique(keep["roles"])} >= {Role.SURFACE, Role.SOLID, Role.WALL}


def test_pictures_without_labels_get_the_roles_that_the_shipped_classifier_is_sure_of(folder):
    corpus, plain = prepared(folder), prepared(folder, guess=False)
    assert (corpus.guessed, plain.guessed) == (1, 0)
    guessed, unknown = (one.windows[one.pack == 1] for one in (corpus, plain))
    assert (unknown["roles"] == Role.UNKNOWN).all()
    assert (guessed["pattern"] == unknown["pattern"]).all()
    assert (guessed["roles"] != Role.UNKNOWN).any()
    for record in guessed:
        roles, confidence = RoleClassifier.load().predict_sheet(render(screen_of(record)))
        assert (record["roles"] == np.where(confidence >= CERTAIN, roles, Role.UNKNOWN)).all()
    keep = corpus.windows["roles"][corpus.pack == 0], plain.windows["roles"][plain.pack == 0]
    assert (keep[0] == keep[1]).all(), "labels are not overruled"


def test_a_large_folder_is_done_in_bundles_and_gives_windows_of_every_part(folder, monkeypatch):
    for number in range(12):
        save(folder / "packs" / "shots" / f"{number:02}.png", art(96, 96, number))
    monkeypatch.setattr(cutting, "BUNDLE", 3 * 96 * 96)
    packs = {pack.name: pack for pack in list_packs(folder / "packs")}
    settings = Settings(per_pack=6)
    jobs = jobs_of(packs["shots"], 2, settings)
    assert [len(job.pack.files) for job in jobs] == [3, 3, 3, 3]
    assert sum(job.wanted for job in jobs) == PER_PICTURE * 12
    assert len(jobs_of(packs["keep"], 0, settings)) == 1, "a pack with labels stays whole"
    corpus = prepared(folder)
    shots = corpus.windows[corpus.pack == 1]
    assert len(shots) == 24
    assert len({render(screen_of(record)).tobytes() for record in shots}) == 24


def test_pictures_that_come_again_in_another_bundle_are_not_taken_twice(folder, monkeypatch):
    for number in range(3):
        save(folder / "packs" / "shots" / f"{number}.png", art(64, 64, 5))
    monkeypatch.setattr(cutting, "BUNDLE", 1)
    corpus = prepared(folder)
    assert (corpus.pack == corpus.packs.index("shots")).sum() == 1


def test_several_processes_give_the_same_bytes(folder, monkeypatch):
    alone = prepare(folder / "packs", folder / "one", per_pack=3)
    monkeypatch.setattr(pool, "WORTH_IT", 0)
    monkeypatch.setattr(pool, "processors", lambda: 2)
    together = prepare(folder / "packs", folder / "two", per_pack=3)
    assert alone.windows.tobytes() == together.windows.tobytes()
    assert alone.skipped == together.skipped


def test_a_helper_process_that_is_killed_is_told_in_one_line(monkeypatch):
    monkeypatch.setattr(pool, "WORTH_IT", 0)
    monkeypatch.setattr(pool, "processors", lambda: 2)
    with pytest.raises(UserError, match="enough memory"):
        list(in_processes(os._exit, [9, 9, 9], 1))


def test_the_windows_lie_in_one_memory_mapped_file(folder):
    assert isinstance(prepared(folder).windows, np.memmap)


def test_cut_windows_come_first_and_composed_ones_only_from_labelled_packs(folder):
    corpus = prepared(folder, compose=True)
    assert 0 < corpus.composed_from < len(corpus)
    assert set(corpus.pack[corpus.composed_from :]) == {0}
    assert (corpus.windows["roles"][corpus.composed_from :] != Role.UNKNOWN).all()
    plain = prepared(folder)
    assert len(plain) == plain.composed_from == corpus.composed_from


def test_no_window_comes_twice(folder):
    corpus = prepared(folder)
    cut = corpus.windows[: corpus.composed_from]
    assert len({render(screen_of(record)).tobytes() for record in cut}) == len(cut)


def test_preparing_again_opens_the_same_file_and_any_change_makes_a_new_one(folder):
    calls = []
    first = prepared(folder, progress=lambda *state: calls.append(state))
    assert calls
    assert calls[-1][0] == calls[-1][1] == 2
    again = prepared(folder, progress=lambda *state: pytest.fail("prepared again"))
    assert again.path == first.path
    other = [prepared(folder, per_pack=5), prepared(folder, seed=1), prepared(folder, compose=True)]
    os.utime(folder / "packs" / "keep" / "sheet.png", (1, 1))
    assert len({first.path, prepared(folder).path, *(corpus.path for corpus in other)}) == 5


def test_the_same_folder_gives_the_same_bytes(folder):
    one = prepare(folder / "packs", folder / "one", per_pack=3)
    two = prepare(folder / "packs", folder / "two", per_pack=3)
    assert one.windows.tobytes() == two.windows.tobytes()


def test_a_folder_of_packs_and_labels_stands_for_its_packs(folder):
    assert prepare(folder, folder / "cache", per_pack=4).packs == ("keep", "wild")


def test_one_pack_gives_no_more_than_its_share(folder):
    corpus = prepared(folder, per_pack=3)
    assert np.bincount(corpus.pack).max() <= 3


@pytest.mark.parametrize("suffix", ["png", "gif", "bmp", "jpg", "webp"])
def test_every_format_is_read(tmp_path, suffix):
    save(tmp_path / f"sheet.{suffix}", art(96, 80))
    assert len(prepare(tmp_path, tmp_path / ".cache"))


@pytest.mark.parametrize("mode", ["L", "1", "P", "LA", "RGBA", "CMYK", "I;16"])
def test_every_kind_of_pixel_is_read(tmp_path, mode):
    picture = Image.fromarray(art(96, 80))
    picture = Image.fromarray(np.asarray(picture.convert("L")).astype(np.uint16) * 257) if mode == "I;16" else picture.convert(mode)
    picture.save(tmp_path / ("sheet.tiff" if mode == "CMYK" else "sheet.png"), **({"format": "JPEG"} if mode == "CMYK" else {}))
    (tmp_path / "sheet.tiff").rename(tmp_path / "sheet.jpg") if mode == "CMYK" else None
    assert len(prepare(tmp_path, tmp_path / ".cache"))


def test_single_tiles_repeat_to_fill_a_window(tmp_path):
    save(tmp_path / "tile.png", art(16, 16))
    corpus = prepare(tmp_path, tmp_path / ".cache")
    picture = render(screen_of(corpus.windows[0]))
    assert len(corpus) == 1
    assert (picture == np.tile(picture[:16, :16], (4, 4))).all()


def test_transparent_places_are_black(tmp_path):
    pixels = np.dstack([art(64, 64), np.full((64, 64), 255, np.uint8)])
    pixels[:, :20, 3] = 100
    save(tmp_path / "sheet.png", pixels)
    assert (render(screen_of(prepare(tmp_path, tmp_path / ".cache").windows[0]))[:, :20] == 0x0F).all()


BAD = {
    "empty.png": (b"", "the file is empty"),
    "text.png": (b"hello", "not a PNG"),
    "large.png": (png_claiming(5_000, 4_000), "5000x4000, more than 16 million pixels"),
    "huge.png": (png_claiming(30_000, 30_000), "more than 16 million pixels"),
    "broken.png": (png_claiming(64, 64), "broken"),
    "broken\nname.png": (png_claiming(64, 64), "broken"),
    "postscript.jpg": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "not a PNG"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_skipped_with_one_line_that_says_why(folder, name):
    data, reason = BAD[name]
    (folder / "packs" / "wild" / name).write_bytes(data)
    corpus = prepared(folder, per_pack=2)
    (line,) = corpus.skipped
    assert line.startswith(f"wild/{name}: skipped, {reason}".replace("\n", " "))
    assert "\n" not in line


def test_truncated_and_wholly_transparent_pictures_are_skipped(folder):
    save(folder / "packs" / "wild" / "cut.png", art(200, 200, 3))
    data = (folder / "packs" / "wild" / "cut.png").read_bytes()
    (folder / "packs" / "wild" / "cut.png").write_bytes(data[: len(data) // 2])
    save(folder / "packs" / "wild" / "ghost.png", np.zeros((64, 64, 4), dtype=np.uint8))
    skipped = prepared(folder, per_pack=2).skipped
    assert [line.split(":")[0] for line in skipped] == ["wild/cut.png", "wild/ghost.png"]


def test_a_folder_with_nothing_usable_is_an_error_of_one_line(tmp_path):
    with pytest.raises(UserError, match="no such folder"):
        prepare(tmp_path / "none")
    with pytest.raises(UserError, match="no PNG"):
        prepare(tmp_path)
    (tmp_path / "flat.png").touch()
    with pytest.raises(UserError, match="the file is empty") as caught:
        prepare(tmp_path, tmp_path / ".cache")
    assert "\n" not in str(caught.value)


def test_a_flat_picture_alone_is_nothing_usable(tmp_path):
    save(tmp_path / "flat.png", np.full((128, 128, 3), 90, dtype=np.uint8))
    with pytest.raises(UserError, match="no usable picture"):
        prepare(tmp_path, tmp_path / ".cache")


def test_lines_of_a_label_file_that_make_no_sense_are_told_and_left_out(folder):
    labels = folder / "labels" / "keep.tsv"
    labels.write_text(labels.read_text() + "sheet.png\t16\t0\t0\t0\t0\t1\t1\tlava\nsheet.png\t16\tx\t0\t0\t0\t1\t1\twall\n")
    skipped = prepared(folder, per_pack=2).skipped
    assert [line.split(":")[:2] for line in skipped] == [["keep.tsv", "7"], ["keep.tsv", "8"]]
    assert "unknown role 'lava'" in skipped[0]


def test_a_quotation_mark_left_open_costs_its_own_line_only(tmp_path):
    path, line = tmp_path / "keep.tsv", "sheet.png\t16\t0\t0\t0\t0\t2\t1\twall\n"
    path.write_text(HEADER + '"' + line + "x" * 200_000 + "\n" + line * 5000)
    labels = read_labels(path)
    told = [f"keep.tsv:{number}: not a label (it ends before its tile_px)" for number in (2, 3)]
    assert [str(problem) for problem in labels.problems] == told
    assert len(labels.files["sheet.png"][0, 0]) == 5000


def test_labels_saved_by_a_spreadsheet_are_read(tmp_path):
    (tmp_path / "keep.tsv").write_text(HEADER + '"big ""keep"".png"\t16\t0\t0\t0\t0\t2\t1\twall\n', encoding="utf-8-sig")
    assert read_labels(tmp_path / "keep.tsv").files.keys() == {'big "keep".png'}


def test_a_cell_that_was_given_two_roles_is_unknown_however_often_it_is_named(tmp_path):
    wall, door = "sheet.png\t16\t0\t0\t0\t0\t2\t1\twall\n", "sheet.png\t16\t0\t0\t1\t0\t2\t1\tdoor\n"
    for number, lines in enumerate((wall + door, wall + door + wall, door + wall + door)):
        path = tmp_path / f"{number}.tsv"
        path.write_text(HEADER + lines)
        assert read_labels(path).role_map("sheet.png", (0, 0), 1, 3).tolist() == [[Role.WALL, Role.UNKNOWN, Role.DOOR]]


def test_a_window_must_be_whole_cells(folder):
    with pytest.raises(UserError, match="multiple of 16"):
        prepared(folder, window=40)
    assert prepared(folder, window=32, per_pack=2).windows.dtype == window_dtype(32)


def test_a_cache_that_cannot_be_written_is_told_in_one_line(folder):
    (folder / "cache").touch()
    with pytest.raises(UserError, match=r"cache.*: cannot be written: "):
        prepared(folder, per_pack=2)


def test_a_damaged_cache_says_what_to_do(folder):
    path = prepared(folder).path
    (path / "windows.npy").write_bytes(b"junk")
    with pytest.raises(UserError, match="prepare again"):
        open_corpus(path)

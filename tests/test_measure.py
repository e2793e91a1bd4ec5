"""Measuring: the mathematics by hand, packs held out for good, and one table for dreams, reference and real pictures."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

import main
from generator import checkpoint
from generator.corpus import Corpus, prepare
from generator.coverage import density_coverage, distances
from generator.errors import UserError
from generator.figures import divergence, gram_counts, parts
from generator.holdout import choose_packs, only_packs, without_packs
from generator.legibility import legibility, reader
from generator.measure import Yardstick, features, originality, sample
from generator.measure_command import MeasureConfig, _trained_on, _training, run
from generator.originality import load_prints, prints_beside
from generator.painter import Painter
from generator.palette import MASTER
from generator.ppu import render
from generator.records import screen_of, window_dtype
from generator.reference import BATCH, KIND, Reference, load_reference, real_batch, train_reference
from generator.roles import Role
from generator.swd import SMALLEST, doubled, pyramid, sliced_distance, swd
from generator.train import run as train
from generator.train_config import TrainConfig
from generator.views import view, view_screens


@pytest.fixture(autouse=True)
def one_thread():
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def silent(share: float, what: str) -> None:
    """A progress bar that nobody looks at."""


def pictures(seed: int, n: int = 12, block: int = 4) -> np.ndarray:
    """Mosaics of random colours: (n, 64, 64, 3)."""
    rng = np.random.default_rng(seed)
    return rng.integers(0, 256, (n, 64 // block, 64 // block, 3), dtype=np.uint8).repeat(block, axis=1).repeat(block, axis=2)


def labelled_windows(n: int = 24, packs: int = 3) -> np.ndarray:
    """Windows in which a role has a drawing of its own: stripes across, upright, checks, or dots."""
    y, x = np.indices((16, 16))
    drawn = [y // 2 % 2, x // 2 % 2 * 2, (x // 4 + y // 4) % 2 * 3, (x % 8 == 1) * (y % 8 == 1)]
    rng = np.random.default_rng(0)
    windows = np.zeros(n, window_dtype())
    windows["backdrop"], windows["palettes"] = 0x0F, [0x06, 0x16, 0x26]
    windows["roles"] = rng.integers(0, 4, (n, 4, 4))
    windows["pack"] = np.arange(n) % packs
    for window in windows:
        for row, col in np.ndindex(4, 4):
            window["pattern"][row * 16 : row * 16 + 16, col * 16 : col * 16 + 16] = drawn[window["roles"][row, col]]
    return windows


class TestSlicedWasserstein:
    def test_equal_sets_are_no_distance_apart(self) -> None:
        assert swd(pictures(0), pictures(0)) == {64: 0.0, 32: 0.0, 16: 0.0}

    def test_it_is_the_same_from_either_side(self) -> None:
        assert swd(pictures(0), pictures(1, block=8)) == pytest.approx(swd(pictures(1, block=8), pictures(0)))

    def test_other_shapes_are_farther_than_other_pictures_of_the_same_kind(self) -> None:
        alike, unlike = swd(pictures(0), pictures(1)), swd(pictures(0), pictures(1, block=16))
        assert unlike[64] > 2 * alike[64]

    def test_a_cloud_moved_by_one_along_an_only_axis_is_one_away(self) -> None:
        cloud = np.random.default_rng(0).random((50, 1)).astype(np.float32)
        assert sliced_distance(cloud, cloud + 1, np.random.default_rng(0)) == pytest.approx(1, abs=1e-5)
        assert sliced_distance(cloud, cloud[::-1], np.random.default_rng(0)) == 0

    def test_clouds_of_different_sizes_are_refused(self) -> None:
        with pytest.raises(ValueError, match="one size"):
            sliced_distance(np.zeros((3, 2)), np.zeros((4, 2)), np.random.default_rng(0))

    def test_the_pyramid_adds_up_to_the_picture(self) -> None:
        whole = pictures(3).astype(np.float32)
        levels = pyramid(whole)
        assert [level.shape[1] for level in levels] == [64, 32, SMALLEST]
        back = levels[-1]
        for level in levels[-2::-1]:
            back = doubled(back) + level
        assert back == pytest.approx(whole, abs=1e-2)
        assert np.abs(pyramid(np.full((1, 64, 64, 3), 9, np.float32))[0]).max() < 1e-4, "a flat picture has no detail"


class TestPatterns:
    def test_what_is_missing_and_what_is_invented(self) -> None:
        real, painted = np.array([6, 2, 2, 0]), np.array([6, 2, 0, 2])
        assert parts(real, painted) == pytest.approx((0.1, 0.1))
        poor, wild = np.array([10, 0, 0, 0]), np.array([6, 2, 1, 20])
        lost, more = 0.5 * 0.4, 0.5 * (0.6 * np.log2(0.6 / 0.8) + np.log2(1 / 0.8))
        assert parts(real, poor) == pytest.approx((lost, more))
        assert parts(real, wild)[1] > parts(real, wild)[0]

    def test_the_divergence_is_their_sum_between_nought_and_one(self) -> None:
        one, other = (gram_counts(np.random.default_rng(n).integers(0, 4, (2, 32, 32))) for n in range(2))
        assert divergence(one, other) == pytest.approx(sum(parts(one, other)))
        assert 0 < divergence(one, other) < 1
        assert divergence(one, one) == 0
        assert divergence(np.array([1, 0]), np.array([0, 1])) == 1


class TestCoverage:
    def test_a_case_worked_by_hand(self) -> None:
        """Real 0, 1, 2, 10 with one neighbour: radii 1, 1, 1, 8. Of the painted, 0.5 lies in the balls of 0 and 1, 2.5 in those of 2
        and 10 (7.5 away), 3 in those of 2 and 10, and 30 in none."""
        real, painted = np.array([[0.0], [1.0], [2.0], [10.0]]), np.array([[0.5], [2.5], [3.0], [30.0]])
        density, coverage = density_coverage(real, painted, neighbours=1)
        assert density == pytest.approx(6 / 4)
        assert coverage == 1.0
        assert density_coverage(real, np.array([[30.0], [0.1]]), neighbours=1) == (pytest.approx(2 / 2), pytest.approx(2 / 4))

    def test_the_real_themselves_cover_all(self) -> None:
        points = np.random.default_rng(0).normal(size=(200, 4))
        density, coverage = density_coverage(points, np.random.default_rng(1).normal(size=(200, 4)))
        assert 0.8 < density < 1.2 and coverage > 0.9
        assert density_coverage(points, points)[1] == 1.0

    def test_distances_are_those_of_euclid(self) -> None:
        assert distances(np.array([[0.0, 0.0]]), np.array([[3.0, 4.0]])) == pytest.approx(np.array([[5.0]]))

    def test_too_few_points_are_refused(self) -> None:
        with pytest.raises(ValueError, match="more than 5"):
            density_coverage(np.zeros((5, 2)), np.zeros((5, 2)))


class TestHoldOut:
    PACKS = ("ant", "bee", "cat", "dog", "elk")

    def test_names_or_a_number(self) -> None:
        assert choose_packs(self.PACKS, "") == ()
        assert choose_packs(self.PACKS, "dog, bee,dog") == ("bee", "dog")
        assert len(choose_packs(self.PACKS, "3")) == 3

    def test_a_number_means_the_same_packs_whatever_else_there_is(self) -> None:
        assert choose_packs(self.PACKS, "2") == choose_packs(self.PACKS[::-1], "2")
        assert set(choose_packs(self.PACKS, "2")) <= set(choose_packs(self.PACKS, "3"))

    @pytest.mark.parametrize(
        ("asked", "says"), [("cow", "no such pack"), ("bea", "did you mean"), ("5", "nothing would be left"), ("9", "nothing")]
    )
    def test_what_a_user_gets_wrong(self, asked: str, says: str) -> None:
        with pytest.raises(UserError, match=says):
            choose_packs(self.PACKS, asked)

    def test_a_part_of_a_corpus_numbers_its_packs_anew(self, tmp_path: Path) -> None:
        windows = labelled_windows(12)
        corpus = Corpus(windows, ("a", "b", "c"), 6, (), tmp_path)
        part = without_packs(corpus, ("a",))
        assert (part.packs, part.path, len(part), part.composed_from) == (("b", "c"), None, 8, 4)
        assert part.pack.tolist() == [0, 1] * 4
        assert (part.windows["pattern"] == windows["pattern"][windows["pack"] > 0]).all()
        assert only_packs(corpus, ("a",)).packs == ("a",)
        assert without_packs(corpus, ()) is corpus
        assert windows["pack"].max() == 2, "the corpus itself is left alone"


class TestViews:
    def test_windows_are_shown_as_the_console_shows_them(self) -> None:
        windows = labelled_windows(5)
        windows["cells"] = np.random.default_rng(1).integers(0, 4, windows["cells"].shape)
        windows["palettes"][:, 2] = [0x11, 0x21, 0x31]
        shown = view(windows)
        screens = [screen_of(record) for record in windows]
        assert (shown.indices == np.stack([render(screen) for screen in screens])).all()
        assert (view_screens(screens).indices == shown.indices).all()

    def test_cells_are_seen_among_their_neighbours(self) -> None:
        shown = view(labelled_windows(3))
        around = shown.around(np.array([16 + 5, 32]))
        assert (around[0] == shown.indices[1, :48, :48]).all()
        assert (around[1][:16] == 255).all() and (around[1][16:, 16:] == shown.indices[2, :32, :32]).all()
        assert (shown.tiles()[16 + 5] == shown.pattern[1, 16:32, 16:32]).all()


class TestSample:
    def test_every_pack_has_its_share(self) -> None:
        windows = labelled_windows(40, 2)
        windows["pack"][6:] = 1
        corpus = Corpus(windows, ("a", "b"), 40, (), None)
        assert np.bincount(sample(corpus, ("a", "b"), 6)["pack"]).tolist() == [3, 3]
        assert np.bincount(sample(corpus, ("a", "b"), 20)["pack"]).tolist() == [3, 17], "then those that have more"
        assert len(sample(corpus, ("a",), 50)) == 50

    def test_packs_that_show_too_little_are_told_before_anything_is_painted(self) -> None:
        corpus = Corpus(labelled_windows(24, 2), ("a", "b", "broken"), 24, (), None)
        with pytest.raises(UserError, match="broken: no usable picture to measure with"):
            Yardstick(corpus, ("broken",), 16, reading=False)
        with pytest.raises(UserError, match="a: only 3 different drawn cells"):
            Yardstick(corpus, ("a",), 16, reading=False)
        with pytest.raises(UserError, match="hold out a, b: no other pack has a usable picture"):
            without_packs(corpus, ("b", "a"))

    def test_features_are_of_different_cells(self) -> None:
        from generator.classifier import RoleClassifier

        found = features(RoleClassifier.load(), view(labelled_windows(4)))
        assert found.shape == (3, 96), "of four drawings the dots are too plain"


class TestLegibility:
    def test_a_reader_reads_what_it_has_seen_in_other_packs(self, tmp_path: Path) -> None:
        corpus = Corpus(labelled_windows(60), ("a", "b", "c"), 60, (), tmp_path)
        made = reader(corpus, ("a", "b"), 60)
        shown = view(only_packs(corpus, ("c",)).windows)
        assert made is not None and legibility(made, shown) > 0.9
        lying = replace(shown, roles=((shown.roles + 1) % 4).astype(np.uint8))
        assert legibility(made, lying) < 0.1
        (kept,) = tmp_path.glob("reader-*")
        before = kept.stat().st_mtime_ns
        assert legibility(reader(corpus, ("b", "a"), 60), shown) == legibility(made, shown)  # type: ignore[arg-type]
        assert kept.stat().st_mtime_ns == before, "read, not trained again"

    def test_a_reader_that_cannot_be_kept_reads_all_the_same(self, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        corpus = Corpus(labelled_windows(6), ("a", "b", "c"), 6, (), tmp_path / "file")
        assert reader(corpus, ("a",), 2) is not None

    def test_without_labels_nobody_reads(self) -> None:
        windows = labelled_windows(6)
        windows["roles"] = Role.UNKNOWN
        assert reader(Corpus(windows, ("a", "b", "c"), 6, (), None), ("a",), 5) is None


class TestOriginality:
    def test_pictures_of_training_tiles_are_none_of_their_own(self) -> None:
        from generator.corpus_tiles import collect

        rng = np.random.default_rng(0)
        windows = labelled_windows(4)
        windows["pattern"] = rng.integers(0, 4, (4, 32, 32)).repeat(2, axis=1).repeat(2, axis=2)
        strange = windows.copy()
        strange["pattern"] = rng.integers(0, 4, (4, 32, 32)).repeat(2, axis=1).repeat(2, axis=2)
        assert originality(view(windows), collect(windows)) == 0.0
        assert originality(view(strange), collect(windows)) == 1.0


class TestReference:
    def test_it_learns_and_comes_back_from_its_file(self, tmp_path: Path) -> None:
        path = tmp_path / "r.safetensors"
        made, about = train_reference(labelled_windows(8), path, 1e-4, ("x",), silent, width=8)
        loaded, kept = load_reference(path)
        assert about["step"] >= 1 and kept["held_out"] == ["x"] and kept["batch"] == BATCH
        assert (loaded.paint(3) == made.paint(3)).all()
        assert loaded.paint(3).shape == (3, 64, 64, 3) and loaded.paint(3).dtype == np.uint8

    def test_its_judge_learns_to_tell_flat_pictures_from_painted_ones(self) -> None:
        reference, real = Reference(8), torch.full((16, 3, 64, 64), -0.9)
        losses = [reference.step(real)[0] for _ in range(30)]
        assert losses[-1] < losses[0] / 2

    def test_it_sees_windows_in_rgb(self) -> None:
        batch = real_batch(labelled_windows(4), np.random.default_rng(0))
        assert batch.shape == (BATCH, 3, 64, 64)
        seen = {tuple(colour) for colour in ((batch + 1) * 127.5).round().byte().movedim(1, -1).reshape(-1, 3).unique(dim=0).tolist()}
        assert seen == {tuple(MASTER.rgb[index].tolist()) for index in (0x0F, 0x06, 0x16, 0x26)}

    def test_what_was_learnt_before_an_interruption_is_kept(self, tmp_path: Path) -> None:
        def impatient(share: float, what: str) -> None:
            if "step 2" in what:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            train_reference(labelled_windows(8), tmp_path / "r", 60.0, (), impatient, width=8)
        assert load_reference(tmp_path / "r")[1]["step"] == 2

    @pytest.mark.parametrize("width", [None, 0, 10**9, 10**400, "8", 8.5, 16])
    def test_a_width_that_cannot_be_is_refused(self, tmp_path: Path, width: object) -> None:
        tensors = checkpoint.module_tensors("generator", Reference(8).generator)
        checkpoint.save(tmp_path / "r", KIND, tensors, {"width": width})
        with pytest.raises(UserError, match="is damaged" if width != 16 else "another shape"):
            load_reference(tmp_path / "r")

    def test_another_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "x").write_bytes(b"nonsense" * 20)
        with pytest.raises(UserError, match="damaged"):
            load_reference(tmp_path / "x")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> TrainConfig:
    """A model of two steps that has never seen the pack "mosses"."""
    root = tmp_path_factory.mktemp("trained")
    rng = np.random.default_rng(2)
    for pack in ("bricks", "stones", "mosses"):
        (root / "pictures" / pack).mkdir(parents=True)
        tones = MASTER.rgb[rng.choice([0x06, 0x16, 0x26, 0x11, 0x21, 0x0F], 3, replace=False)]
        for number in range(3):
            wall = rng.integers(0, 3, (64, 64)).repeat(2, axis=0).repeat(2, axis=1)
            Image.fromarray(tones[wall].astype(np.uint8)).save(root / "pictures" / pack / f"{number}.png")
    config = TrainConfig(
        data=root / "pictures",
        out=root / "m.safetensors",
        steps=2,
        device="cpu",
        batch=4,
        width=8,
        cache=root / "cache",
        hold_out="mosses",
    )
    assert train(config) == 0
    return config


class TestAccounts:
    @pytest.mark.parametrize("held_out", [None, 7, "mosses", [["mosses"], 3], {"mosses": 1}])
    def test_who_tells_rubbish_of_its_training_counts_as_trained_on_everything(self, held_out: object) -> None:
        (warning,) = _trained_on("the model", {"held_out": held_out}, ("mosses",))
        assert "the model was trained on mosses" in warning
        assert _trained_on("the model", {"held_out": ["mosses"]}, ("mosses",)) == ()

    def test_only_numbers_that_may_be_true_are_shown(self) -> None:
        assert _training({"seconds": 90, "step": 20, "batch": 32}) == {"minutes": 1.5, "images": 640.0}
        assert _training({"seconds": "long", "step": 10**400, "batch": 32}) == _training({"seconds": float("nan")}) == {}


class TestMeasure:
    def asked(self, trained: TrainConfig, **changes: object) -> MeasureConfig:
        config = MeasureConfig(trained.out, trained.data, windows=16, cache=trained.cache, reading=False)
        return replace(config, **changes)  # type: ignore[arg-type]

    def test_what_is_held_out_is_not_trained_on_and_stands_in_the_model(self, trained: TrainConfig) -> None:
        painter = Painter.load(trained.out)
        assert painter.about["held_out"] == ["mosses"]
        assert painter.styles == 2
        corpus = prepare(trained.data, trained.cache)
        seen = load_prints(prints_beside(trained.out))
        mosses, bricks = (view(only_packs(corpus, (name,)).windows).tiles() for name in ("mosses", "bricks"))
        assert (seen.distance(bricks) < 0.12).mean() > 0.9 and (seen.distance(mosses) < 0.12).mean() < 0.1

    def test_a_run_that_goes_on_holds_out_the_same(self, trained: TrainConfig) -> None:
        assert train(replace(trained, steps=3, resume=True, hold_out="")) == 0
        assert Painter.load(trained.out).about["held_out"] == ["mosses"]

    def test_one_table_for_all(self, trained: TrainConfig, tmp_path: Path) -> None:
        out = tmp_path / "m.json"
        asked = self.asked(trained, json=out, reference=tmp_path / "r.safetensors", train_minutes=1e-4)
        table = run(asked, silent)
        assert table.held_out == ("mosses",) and not table.warnings
        figures = json.loads(out.read_text())
        for who in ("dreams", "reference", "real"):
            assert {"swd", "swd_64", "grams", "missing", "invented", "density", "coverage", "original"} <= set(figures[who])
        assert figures["dreams"]["violations"] == 0
        assert figures["dreams"]["images"] % 4 == 0 and figures["reference"]["images"] % BATCH == 0
        real, plain = figures["real"], figures["reference"]  # real pictures are better drawn; their colours are those of other packs
        assert real["swd_64"] < plain["swd_64"] and real["grams"] < plain["grams"]
        assert real["density"] > plain["density"] and real["coverage"] > plain["coverage"]
        assert {row[0] for row in table.rows()} >= {"violations", "tiles, no copies"}
        again = run(replace(asked, train_minutes=None), silent)
        timeless = [
            {key: value for key, value in column.items() if key != "rate"} for column in (table.measured.dreams, again.measured.dreams)
        ]
        assert timeless[0] == timeless[1], "the same figures each time"

    def test_measuring_against_what_was_trained_on_is_told_and_done(self, trained: TrainConfig) -> None:
        table = run(self.asked(trained, held_out="bricks"), silent)
        (warning,) = table.warnings
        assert "trained on bricks" in warning
        assert table.measured.reference is None
        assert all(row[2] == "-" for row in table.rows())

    def test_a_reference_is_not_overwritten(self, trained: TrainConfig, tmp_path: Path) -> None:
        (tmp_path / "r").touch()
        with pytest.raises(UserError, match="leaving --train-reference out"):
            run(self.asked(trained, reference=tmp_path / "r", train_minutes=1.0), silent)

    def test_no_reference_is_trained_where_nothing_can_be_measured(self, trained: TrainConfig, tmp_path: Path) -> None:
        (tmp_path / "pictures" / "broken").mkdir(parents=True)
        (tmp_path / "pictures" / "broken" / "0.png").touch()
        shutil.copytree(trained.data / "bricks", tmp_path / "pictures" / "bricks")
        asked = self.asked(trained, data=tmp_path / "pictures", held_out="broken", reference=tmp_path / "r", train_minutes=1.0)
        with pytest.raises(UserError, match="broken: no usable picture to measure with"):
            run(asked, silent)
        assert not (tmp_path / "r").exists()

    def test_the_command_prints_the_table(
        self, trained: TrainConfig, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generator.corpus._default_cache", lambda: trained.cache)
        monkeypatch.setattr("generator.legibility.reader.__defaults__", (2,))  # steps: what is read is not looked at here
        assert main.main(["measure", "--model", str(trained.out), "--data", str(trained.data), "--windows", "16"]) == 0
        said = capsys.readouterr()
        assert "density" in said.out and "against 16 windows of mosses" in said.out
        assert main.main(["measure", "--data", str(trained.data), "--train-reference", "1"]) == 2
        assert "--reference FILE" in capsys.readouterr().err

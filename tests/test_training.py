"""Training: batches that depend on the step alone, gradients through hard choices, and runs that go on as if never stopped."""

from __future__ import annotations

import os
import signal
import threading
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image
from training_kit import a_config

from generator import cutting, losses, themes
from generator.batches import Batches, odds, recolour, turn_hues
from generator.errors import UserError
from generator.figures import Figures, divergence, edge_density, flat_share, gram_counts
from generator.gan import Gan, Rates, follow
from generator.network import Discriminator, Generator, Logits, Scores, Shape
from generator.noise import ONE
from generator.originality import load_prints, prints_beside
from generator.painter import Painter
from generator.palette import MASTER
from generator.records import window_dtype
from generator.roles import Role
from generator.samples import Gallery, castle, rgb_of
from generator.soft_ppu import CHANNELS, choose, colour_table, draw, show
from generator.train import Run, run, state_path
from generator.train_config import TrainConfig

SMALL = Shape(width=8, code=16, theme=8, texture=4, judge=48)


@pytest.fixture(autouse=True)
def one_thread():
    """Sums split over threads may differ in the last bit; and these networks are too small for more than one."""
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def some_windows(n: int = 24, packs: int = 3) -> np.ndarray:
    rng = np.random.default_rng(0)
    windows = np.zeros(n, window_dtype())
    windows["pattern"] = rng.integers(0, 4, (n, 8, 8)).repeat(8, axis=1).repeat(8, axis=2)
    windows["cells"] = rng.integers(0, 4, (n, 4, 4))
    windows["backdrop"] = 0x0F
    windows["palettes"] = rng.integers(1, 13, (n, 4, 3)) + 16 * rng.integers(0, 4, (n, 4, 3))
    windows["roles"] = rng.integers(0, 4, (n, 4, 4))
    windows["pack"] = np.arange(n) % packs
    return windows


def a_gan(seed: int = 0) -> Gan:
    return Gan(SMALL, Rates(), 3, seed, torch.device("cpu"), half=False)


def some_batches(size: int = 8) -> Batches:
    return Batches(some_windows(), size, SMALL.theme, SMALL.texture, 5, 3)


class TestBatches:
    def test_a_batch_depends_on_its_step_alone(self) -> None:
        forwards = [some_batches().at(step) for step in range(3)]
        backwards = [some_batches().at(step) for step in reversed(range(3))][::-1]
        for one, other in zip(forwards, backwards, strict=True):
            for field in ("pattern", "cells", "entries", "roles", "theme", "texture", "style"):
                assert (getattr(one, field) == getattr(other, field)).all()
        assert (forwards[0].theme != forwards[1].theme).any()

    def test_rare_roles_and_small_packs_are_drawn_more_often(self) -> None:
        roles = np.full((10, 4, 4), Role.SOLID)
        roles[9] = Role.DOOR
        assert odds(roles, np.zeros(10, int))[9] > 1.5 * odds(roles, np.zeros(10, int))[0]
        pack = np.array([0] * 9 + [1])
        assert odds(np.zeros((10, 4, 4)), pack)[9] == pytest.approx(3 * odds(np.zeros((10, 4, 4)), pack)[0])

    def test_turning_hues_keeps_greys_and_comes_full_circle(self) -> None:
        entries = np.array([[0x0F, 0x30, 0x00, 0x10, 0x2D, 0x01, 0x0C, 0x16, 0x27, 0x3C, 0x11, 0x21, 0x31]], np.uint8)
        turned = turn_hues(entries, np.array([1]))
        assert turned[0].tolist() == [0x0F, 0x30, 0x00, 0x10, 0x2D, 0x02, 0x01, 0x17, 0x28, 0x31, 0x12, 0x22, 0x32]
        assert (turn_hues(entries, np.array([12])) == entries).all()

    def test_sorting_a_sub_palette_leaves_the_picture_as_it_is(self) -> None:
        windows = some_windows()
        entries = np.concatenate([windows["backdrop"][:, None], windows["palettes"].reshape(-1, 12)], axis=1)
        before = rgb_of(windows["pattern"], windows["cells"], entries)
        pattern, cells, ordered = recolour(windows["pattern"], windows["cells"], entries)
        assert (rgb_of(pattern, cells, ordered) == before).all()
        assert (np.diff(MASTER.luminance[ordered[:, 1:].reshape(-1, 4, 3)], axis=2) >= 0).all()

    def test_themes_have_unit_variance_wherever_they_lie(self) -> None:
        seeds = np.stack([themes.dreamt(f"s{n}", 22, 32) for n in range(300)]) / ONE
        assert seeds.std() == pytest.approx(1, abs=0.06)
        assert (themes.dreamt("s1", 22, 32) / ONE == seeds[1]).all()
        batch = Batches(some_windows(), 512, 32, 4, 0, 3).at(0)
        assert batch.theme.std() == pytest.approx(1, abs=0.12)
        assert (batch.style == 3).mean() == pytest.approx(0.25, abs=0.08)


class TestSoftPpu:
    def test_forward_every_choice_is_the_best_one(self) -> None:
        logits = torch.tensor([[1.0, 3.0, 3.0, 2.0]])
        assert choose(logits, 3.0, 1).tolist() == [[0, 1, 0, 0]], "the first of equals"

    def test_backward_a_choice_acts_as_its_softmax(self) -> None:
        logits, weights = torch.randn(5, 4, dtype=torch.float64, requires_grad=True), torch.randn(5, 4, dtype=torch.float64)
        hard = torch.autograd.grad((choose(logits, 3.0, 1) * weights).sum(), logits)[0]
        soft = torch.autograd.grad(((3.0 * logits).softmax(1) * weights).sum(), logits)[0]
        assert torch.allclose(hard, soft)

    def test_dreamt_pictures_hold_no_colour_off_the_palette(self) -> None:
        torch.manual_seed(0)
        picture = draw(Logits(torch.randn(3, 4, 32, 32), torch.randn(3, 4, 2, 2), torch.randn(3, 13, 54)))
        colours = picture[:, :3].movedim(1, -1).reshape(-1, 1, 3)
        assert (colours - colour_table()).abs().sum(-1).min(dim=1).values.max() < 1e-5
        assert picture[:, 3:].sum(1).allclose(torch.ones(3, 32, 32))

    def test_real_pictures_have_the_colours_of_their_indices(self) -> None:
        windows = some_windows(2)
        entries = np.concatenate([windows["backdrop"][:, None], windows["palettes"].reshape(-1, 12)], axis=1)
        picture = show(torch.from_numpy(windows["pattern"]), torch.from_numpy(windows["cells"]), torch.from_numpy(entries))
        for y, x in ((0, 0), (20, 40), (63, 17)):
            value, cell = windows["pattern"][1, y, x], windows["cells"][1, y // 16, x // 16]
            index = 0x0F if value == 0 else windows["palettes"][1, cell, value - 1]
            assert torch.allclose(picture[1, :3, y, x], colour_table()[int(index)])


class TestNetworks:
    def test_each_head_learns(self) -> None:
        network, judge = Generator(SMALL), Discriminator(SMALL, CHANNELS, 3)
        roles, style = torch.randint(0, 16, (4, 4, 4)), torch.tensor([0, 1, 2, 3])
        losses.painter_loss(judge(draw(network(roles, torch.randn(4, 8), torch.randn(4, 4, 4, 4))), roles, style)).backward()
        for name, parameter in network.named_parameters():
            assert parameter.grad is not None and parameter.grad.abs().sum() > 0, name

    def test_hinge_asks_for_one_and_no_more(self) -> None:
        scores = torch.tensor([-2.0, 0.0, 0.5, 1.0, 7.0])
        assert losses.real(scores).item() == pytest.approx((3 + 1 + 0.5) / 5)
        assert losses.fake(-scores).item() == pytest.approx((3 + 1 + 0.5) / 5)

    def test_only_cells_with_false_roles_count_as_mismatched(self) -> None:
        swapped = Scores(torch.zeros(1, 16, 16), torch.zeros(1, 8, 8), torch.full((1, 4, 4), 9.0), torch.zeros(1))
        assert losses.mismatch_loss(swapped, torch.zeros(1, 4, 4, dtype=torch.bool)).item() == 0
        one = torch.zeros(1, 4, 4, dtype=torch.bool)
        one[0, 2, 1] = True
        assert losses.mismatch_loss(swapped, one).item() == pytest.approx(losses.MISMATCH * 10)

    def test_edges_beyond_the_real_ones_cost_and_fewer_do_not(self) -> None:
        pattern = torch.from_numpy(some_windows()["pattern"]).long()
        calm = torch.nn.functional.one_hot(pattern, 4).movedim(-1, 1).float()
        wild = torch.nn.functional.one_hot(torch.randint(0, 4, pattern.shape), 4).movedim(-1, 1).float()
        assert losses.edges(calm).item() == pytest.approx(edge_density(pattern.numpy()), abs=1e-6)
        assert losses.busy_loss(wild, calm) == 0
        assert losses.busy_loss(calm, wild) == pytest.approx(losses.BUSY * (losses.edges(wild) - losses.edges(calm)).item())

    def test_the_average_follows_weights_and_statistics(self) -> None:
        slow, fast = torch.nn.BatchNorm1d(2), torch.nn.BatchNorm1d(2)
        fast(torch.randn(50, 2) * 3 + 5)
        follow(slow, fast, 0.75)
        assert torch.allclose(slow.running_mean, fast.running_mean / 4)
        assert slow.num_batches_tracked == 1

    def test_a_step_learns_at_the_pace_it_is_given_and_the_judge_as_the_guard_lets_it(self) -> None:
        gan, batches = a_gan(), some_batches()
        gan.guard.mean = 4.0
        gan.step(batches.at(0), 2000, pace=0.4)
        (painter,), (judge,) = gan.painter_adam.param_groups, gan.judge_adam.param_groups
        assert painter["lr"] == pytest.approx(0.4 * gan.rates.painter)
        assert judge["lr"] == pytest.approx(0.4 * 0.5 * gan.rates.judge)
        assert gan.guard.mean != 4.0, "it has seen this step's loss"

    def test_a_few_steps_bring_the_pictures_nearer(self) -> None:
        """One pack of flat walls of value 2: the dreamer has to find out that there are no other values."""
        windows = some_windows(packs=1)
        windows["pattern"] = 2
        gan, batches = a_gan(), Batches(windows, 4, SMALL.theme, SMALL.texture, 1, 3)
        batch = batches.at(999)

        def share() -> float:
            logits = gan.generator(torch.from_numpy(batch.roles).long(), torch.from_numpy(batch.theme), torch.from_numpy(batch.texture))
            return float((logits.pattern.argmax(1) == 2).float().mean())

        before = share()
        for step in range(30):
            gan.step(batches.at(step), step)
        assert share() > before + 0.1


class TestFigures:
    def test_flat_cells_and_edges(self) -> None:
        pattern = np.zeros((1, 32, 32), np.uint8)
        pattern[0, :16, :16] = np.indices((16, 16)).sum(0) % 2
        assert flat_share(pattern) == 0.75
        assert edge_density(pattern) == pytest.approx((15 * 16 + 8) / (31 * 32))

    def test_divergence_is_nought_for_equals_and_one_for_strangers(self) -> None:
        a, b = np.array([3, 1, 0, 0]), np.array([0, 0, 5, 5])
        assert divergence(a, a * 7) == 0
        assert divergence(a, b) == pytest.approx(1)

    def test_grams_count_every_patch(self) -> None:
        pattern = np.random.default_rng(0).integers(0, 4, (2, 16, 16))
        counts = gram_counts(pattern)
        assert counts.sum() == 2 * 14 * 14
        code = int("".join(map(str, pattern[1, 5:8, 9:12].ravel())), 4)
        assert counts[code] >= 1

    def test_the_sample_castle_holds_every_role(self) -> None:
        assert set(castle().ravel()) == set(Role) - {Role.UNKNOWN}


class TestRun:
    def test_stopping_and_going_on_changes_nothing(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        through, parts = tmp_path / "through", tmp_path / "parts"
        config = a_config(tmp_path)
        assert run(replace(config, out=through / "m.safetensors", steps=4)) == 0
        monkeypatch.setattr(TrainConfig, "spent", lambda config, place: place.step >= 2)
        assert run(replace(config, out=parts / "m.safetensors", steps=4)) == 0
        monkeypatch.undo()
        assert run(replace(config, out=parts / "m.safetensors", steps=4, resume=True, batch=64, width=32, seed=9)) == 0
        first, second = (state_path(folder / "m.safetensors").read_bytes() for folder in (through, parts))
        header = int.from_bytes(first[:8], "little")
        assert first[8 + header :] == second[8 + int.from_bytes(second[:8], "little") :]

    def test_a_run_leaves_a_model_a_log_and_samples(self, tmp_path: Path) -> None:
        assert run(a_config(tmp_path)) == 0
        painter = Painter.load(tmp_path / "m.safetensors")
        assert painter.about["step"] == 2
        assert painter.styles == 2
        assert (tmp_path / "m.safetensors.log.tsv").read_text().count("\n") == 3
        assert load_prints(prints_beside(tmp_path / "m.safetensors")).words.shape[0] > 10
        names = {path.name for path in (tmp_path / "m.safetensors.samples").iterdir()}
        assert names == {"reals.png", "windows-000000.png", "castle-000000.png", "windows-000002.png", "castle-000002.png"}

    def test_a_run_that_ends_at_a_look_does_not_look_twice(self, tmp_path: Path) -> None:
        assert run(a_config(tmp_path, save_every=2)) == 0
        steps = [line.split("\t")[0] for line in (tmp_path / "m.safetensors.log.tsv").read_text().splitlines()]
        assert steps == ["step", "0", "2"]

    def test_without_roles_every_role_is_painted_alike(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(cutting, "CERTAIN", 2.0)
        assert run(a_config(tmp_path)) == 0
        painter = Painter.load(tmp_path / "m.safetensors")
        latents = painter.latents("unlabelled", 3, 3)
        walls, doors = (painter.paint(np.full((3, 3), role, np.uint8), *latents) for role in (Role.WALL, Role.DOOR))
        assert (walls.pattern == doors.pattern).all()

    def test_ctrl_c_saves_and_says_how_to_go_on(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        def interrupt() -> None:
            while not (tmp_path / "m.safetensors.samples" / "castle-000000.png").exists():
                time.sleep(0.01)
            time.sleep(0.3)
            os.kill(os.getpid(), signal.SIGINT)

        config = a_config(tmp_path, steps=100_000)
        before = signal.getsignal(signal.SIGINT)
        threading.Thread(target=interrupt, daemon=True).start()
        assert run(config) == 0
        assert "--resume" in capsys.readouterr().err
        assert signal.getsignal(signal.SIGINT) == before
        assert 0 < Painter.load(config.out).about["step"] < 100_000

    def test_nan_ends_the_run_and_keeps_the_last_good_state(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        config = a_config(tmp_path)
        run(config)
        good = state_path(config.out).read_bytes()
        monkeypatch.setattr(Gan, "step", lambda *_: {"judge": float("nan"), "painter": 0.0})
        assert run(replace(config, steps=9, resume=True)) == 1
        said = capsys.readouterr().err
        assert "NaN at step 2" in said and "last good state" in said
        assert state_path(config.out).read_bytes() == good

    def test_collapse_ends_the_run(self, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        from generator import train

        monkeypatch.setattr(train, "EVERY", 1)
        monkeypatch.setattr(Gan, "step", lambda *_: {"judge": 1.0, "painter": 1.0})
        monkeypatch.setattr(Gallery, "look", lambda *_: Figures(flat=1.0, edges=0.0, grams=1.0, variety=0.0))
        assert run(a_config(tmp_path, steps=50, save_every=1)) == 1
        assert "collapsed by step 3" in capsys.readouterr().err

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            ({"resume": True}, "nothing to resume"),
            ({"device": "abacus"}, "abacus"),
            ({"data": Path("nowhere")}, "nowhere"),
        ],
    )
    def test_what_a_user_gets_wrong(self, tmp_path: Path, changes: dict[str, object], message: str) -> None:
        with pytest.raises(UserError, match=message):
            run(a_config(tmp_path, **changes))

    def test_a_begun_run_is_not_overwritten_and_a_spent_one_says_so(self, tmp_path: Path) -> None:
        config = a_config(tmp_path)
        run(config)
        with pytest.raises(UserError, match="--resume"):
            run(config)
        with pytest.raises(UserError, match="has had its 2 steps"):
            run(replace(config, resume=True))

    def test_a_damaged_state_is_refused(self, tmp_path: Path) -> None:
        config = a_config(tmp_path)
        run(config)
        whole = state_path(config.out).read_bytes()
        for content in (b"", whole[:5000], b"nonsense" * 100, config.out.read_bytes()):
            state_path(config.out).write_bytes(content)
            with pytest.raises(UserError, match="training"):
                run(replace(config, steps=5, resume=True))

    def test_other_data_is_refused(self, tmp_path: Path) -> None:
        config = a_config(tmp_path)
        run(config)
        prints = prints_beside(config.out).read_bytes()
        (config.data / "third").mkdir()
        (config.data / "bricks" / "0.png").rename(config.data / "third" / "0.png")
        Image.open(config.data / "bricks" / "1.png").transpose(Image.Transpose.ROTATE_90).save(config.data / "third" / "1.png")
        with pytest.raises(UserError, match="same --data"):
            run(replace(config, steps=5, resume=True))
        assert prints_beside(config.out).read_bytes() == prints, "the model's own fingerprints stay"

    def test_a_gan_comes_back_from_its_tensors(self) -> None:
        gan, other, batches = a_gan(), a_gan(seed=8), some_batches()
        gan.step(batches.at(0), 0)
        other.restore(gan.tensors())
        gan.step(batches.at(1), 1)
        other.step(batches.at(1), 1)
        for name, tensor in gan.tensors().items():
            assert torch.equal(tensor, other.tensors()[name]), name

    def test_run_uses_the_config(self, tmp_path: Path) -> None:
        from generator.corpus import prepare
        from generator.train_report import Report

        config = a_config(tmp_path)
        corpus = prepare(config.data, config.cache)
        assert corpus.guessed == 2
        made = Run(config, corpus, Report(config.out), torch.device("cpu"))
        assert made.gan.shape.width == 8
        assert made.styles == 2

"""The role classifier: its numpy form agrees with the network it was trained as, and bad weight files are named."""

import numpy as np
import pytest

from generator.classifier import ROLES, UNSEEN, RoleClassifier, neighbourhoods
from generator.errors import UserError
from generator.roles import Role


@pytest.fixture(scope="module")
def net():
    torch = pytest.importorskip("torch")
    from generator.classifier_train import RoleNet

    torch.manual_seed(0)
    return RoleNet().eval()


@pytest.fixture
def one_thread():
    """So small a net only loses by sharing its work out, and on a busy machine very much."""
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(before)


def tiles(n, seed=0):
    return np.random.default_rng(seed).integers(0, 0x0D, (n, 16, 16), dtype=np.uint8)


def test_numpy_and_torch_agree(net):
    import torch

    from generator.classifier import features
    from generator.classifier_train import to_classifier

    around = neighbourhoods(np.concatenate(np.concatenate(tiles(12).reshape(3, 4, 16, 16), axis=1), axis=1))
    with torch.no_grad():
        expected = torch.softmax(net(torch.from_numpy(features(around))), dim=1).numpy()
    assert np.abs(to_classifier(net).chances(around) - expected).max() < 2e-3


def test_lone_tiles_and_neighbourhoods_both_get_a_role_and_a_confidence(net):
    from generator.classifier_train import to_classifier

    classifier = to_classifier(net)
    alone = classifier.predict(tiles(5))
    framed = np.pad(tiles(5), ((0, 0), (16, 16), (16, 16)), constant_values=UNSEEN)
    assert (alone[0] == classifier.predict(framed)[0]).all()
    assert alone[0].max() < ROLES
    assert ((alone[1] > 1 / ROLES - 1e-9) & (alone[1] <= 1)).all()
    assert classifier.predict(tiles(0))[0].shape == (0,)
    with pytest.raises(ValueError, match="neither"):
        classifier.predict(np.zeros((1, 8, 8), dtype=np.uint8))


def test_a_neighbourhood_holds_the_tile_in_the_middle_and_what_is_around_it():
    sheet = np.arange(6, dtype=np.uint8).reshape(2, 3).repeat(16, 0).repeat(16, 1)
    around = neighbourhoods(sheet)
    assert around.shape == (6, 48, 48)
    assert around[4, ::16, ::16].tolist() == [[0, 1, 2], [3, 4, 5], [UNSEEN] * 3]
    assert around[0, ::16, ::16].tolist() == [[UNSEEN] * 3, [UNSEEN, 0, 1], [UNSEEN, 3, 4]]


def test_saved_weights_load_to_the_same_answers(net, tmp_path):
    from generator.classifier_train import save, to_classifier

    save(net, tmp_path / "roles.safetensors", {"steps": "0"})
    loaded = RoleClassifier.load(tmp_path / "roles.safetensors")
    for ours, theirs in zip(loaded.predict(tiles(4)), to_classifier(net).predict(tiles(4)), strict=True):
        assert np.allclose(ours, theirs)
    assert [path.name for path in tmp_path.iterdir()] == ["roles.safetensors"]


def test_foreign_truncated_and_missing_files_are_user_errors(net, tmp_path):
    from safetensors.numpy import save_file

    with pytest.raises(UserError, match="cannot be read"):
        RoleClassifier.load(tmp_path / "none.safetensors")
    (tmp_path / "cut.safetensors").write_bytes(b"\x40\x00\x00")
    with pytest.raises(UserError, match="cannot be read"):
        RoleClassifier.load(tmp_path / "cut.safetensors")
    save_file({"x": np.zeros(3)}, tmp_path / "other.safetensors")
    with pytest.raises(UserError, match="not a role classifier"):
        RoleClassifier.load(tmp_path / "other.safetensors")
    save_file({"x": np.zeros(3)}, tmp_path / "old.safetensors", {"format": "dreamkeep-roles-2", "roles": "[]"})
    with pytest.raises(UserError, match="another list of roles"):
        RoleClassifier.load(tmp_path / "old.safetensors")


def test_a_few_steps_of_training_learn_what_is_plain_to_see(one_thread):
    from generator.classifier_train import Samples, evaluate, to_classifier, train

    rng = np.random.default_rng(0)
    roles = rng.integers(0, 2, 300) * int(Role.WALL)
    around = rng.integers(0, 3, (300, 48, 48)).astype(np.uint8) * 0x10
    around[roles == Role.WALL, :, ::4] = 0x0F
    samples = Samples(around, roles, np.zeros(300, dtype=np.int64))
    assert evaluate(to_classifier(train(samples, 40, batch=24)), samples)["among"] > 0.9


def test_it_is_trained_from_the_command_line_and_mistakes_are_told_in_one_line(one_thread, tmp_path, capsys):
    from PIL import Image

    from generator.classifier_train import main

    art = np.random.default_rng(0).integers(0, 256, (8, 8, 3)).repeat(16, 0).repeat(16, 1).astype(np.uint8)
    art[::3, ::5] = 0
    for pack in ("keep", "moss"):
        (tmp_path / "packs" / pack).mkdir(parents=True)
        Image.fromarray(art).save(tmp_path / "packs" / pack / "sheet.png")
    call = [str(tmp_path), "--cache", str(tmp_path / "cache"), "--out", str(tmp_path / "roles.safetensors"), "--steps", "2"]
    (tmp_path / "labels").mkdir()
    assert main(call) == 2
    assert "no labels to learn from" in capsys.readouterr().err
    for pack in ("keep", "moss"):
        lines = ("file tile_px ox oy col row ncols nrows role", "sheet.png 16 0 0 0 0 8 3 surface", "sheet.png 16 0 0 0 3 8 5 wall")
        (tmp_path / "labels" / f"{pack}.tsv").write_text("\n".join(lines).replace(" ", "\t"))
    assert main([*call, "--hold-out", "mosss"]) == 2
    assert "did you mean" in capsys.readouterr().err
    assert main([*call, "--hold-out", "moss"]) == 0
    told = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in told] == ["trained", "held", "wrote"]
    assert RoleClassifier.load(tmp_path / "roles.safetensors").predict(tiles(2))[0].shape == (2,)


def test_the_shipped_weights_take_a_flat_blue_tile_for_sky():
    classifier = RoleClassifier.load()
    flat_blue = np.full((1, 16, 16), 0x21, dtype=np.uint8)
    roles, confidence = classifier.predict(flat_blue)
    assert roles[0] == Role.SKY
    assert confidence[0] > 1 / ROLES


class TestAugmentation:
    """What the training changes about cells, apart from hues."""

    def test_shades_move_a_row_at_most_keep_the_hue_and_leave_blacks_and_the_unseen_alone(self):
        pytest.importorskip("torch")
        from generator.classifier_train import _shaded

        around = np.array([0x0F, 0x1D, 0x2E, UNSEEN, 0x01, 0x16, 0x2A, 0x30], np.uint8)[None, None].repeat(200, axis=0)
        shaded = _shaded(around, np.random.default_rng(0))
        np.testing.assert_array_equal(shaded[..., :4], around[..., :4])
        coloured, before = shaded[..., 4:].astype(int), around[..., 4:].astype(int)
        assert (coloured % 16 == before % 16).all() and (abs(coloured // 16 - before // 16) <= 1).all()
        assert set((coloured // 16)[:, 0, 1].tolist()) == {0, 1, 2} and coloured.max() < 64

    def test_half_of_the_pictures_are_shifted_by_two_pixels_at_most(self):
        pytest.importorskip("torch")
        from generator.classifier_train import _shifted

        spot = np.zeros((400, 9, 9), np.uint8)
        spot[:, 4, 4] = 1
        places = np.argwhere(_shifted(spot, np.random.default_rng(0)))[:, 1:]
        assert len(places) == 400 and abs(places - 4).max() == 2
        assert 150 < (places == 4).all(axis=1).sum() < 270

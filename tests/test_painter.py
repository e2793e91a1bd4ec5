"""Painting without torch: the same pictures as torch's network, exact to the bit whatever the order of the sums."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from generator import fixed_point, noise
from generator.errors import UserError
from generator.fixed_point import Layer, quantise
from generator.freeze import freeze, write_model
from generator.network import Generator, Shape
from generator.painter import Painter
from generator.palette import USABLE
from generator.ppu import violations
from generator.roles import Role

SMALL = Shape(width=16, code=32, theme=8, texture=4, judge=48)
GOLDEN_WORDS = "8534884616ee0d62f3b2b1bcd186aa24535ca1508056d5e733d04217f2e4076d"
GOLDEN_NORMAL = [-2019, -1117, -223, -765, 73, 1841]
ABOUT = {"theme": 8, "texture": 4, "styles": 5}


def a_network(seed: int = 1) -> Generator:
    """A network with random weights and, in its batch norms, the statistics of random pictures."""
    torch.manual_seed(seed)
    network = Generator(SMALL)
    with torch.no_grad():
        for parameter in network.parameters():
            parameter.mul_(1.5)
        for _ in range(30):
            network(torch.randint(0, 16, (16, 3, 4)), torch.randn(16, 8), torch.randn(16, 4, 3, 4))
    return network.eval()


def a_painter() -> Painter:
    return Painter.from_tensors(freeze(a_network()), ABOUT)


def some_roles(rows: int = 5, cols: int = 7) -> np.ndarray:
    return np.random.default_rng(3).integers(0, len(Role), (rows, cols)).astype(np.uint8)


def test_the_painter_paints_what_the_network_paints() -> None:
    network, painter, roles = a_network(), a_painter(), some_roles()
    same, colours = [], []
    for number in range(12):
        theme, texture = painter.latents(f"seed {number}", *roles.shape)
        screen = painter.paint(roles, theme, texture)
        with torch.no_grad():
            logits = network(
                torch.from_numpy(roles[None].astype(np.int64)),
                torch.from_numpy(theme[None] / noise.ONE).float(),
                torch.from_numpy(np.moveaxis(texture, -1, 0)[None] / noise.ONE).float(),
            )
        same.append(logits.pattern[0].argmax(0).numpy() == screen.pattern)
        entries = np.array(USABLE)[logits.palettes[0].argmax(1).numpy()]
        colours.append(entries == [screen.backdrop, *screen.palettes.ravel()])
        assert (logits.cells[0].argmax(0).numpy() == screen.cells).mean() > 0.95
    assert np.mean(same) > 0.995
    assert np.mean(colours) > 0.98
    assert len(np.unique(screen.pattern)) > 2, "a flat picture would prove nothing"


def test_sums_in_another_order_give_the_same_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    painter, roles = a_painter(), some_roles()
    latents = painter.latents("order", *roles.shape)
    straight = painter.paint(roles, *latents)

    def shuffled(layer: Layer, x: np.ndarray) -> np.ndarray:
        order = np.random.default_rng(5).permutation(x.shape[-1])
        half = len(order) // 2
        first, second = order[:half], order[half:]
        return (x[..., second] @ layer.weight[second] + layer.bias) + x[..., first] @ layer.weight[first]

    monkeypatch.setattr(Layer, "sums", shuffled)
    other = painter.paint(roles, *latents)
    assert straight.pattern.tobytes() == other.pattern.tobytes()
    assert straight.cells.tobytes() == other.cells.tobytes()
    assert straight.palettes.tobytes() == other.palettes.tobytes()


def test_a_layer_agrees_with_whole_number_arithmetic() -> None:
    rng = np.random.default_rng(7)
    weight, bias, shift = quantise(rng.normal(size=(40, 6)), rng.normal(size=6))
    layer = Layer(weight.astype(float), bias.astype(float), shift.astype(np.int32))
    x = rng.integers(-fixed_point.LIMIT, fixed_point.LIMIT, (9, 40))
    for row, result in zip(x.tolist(), layer(x.astype(float)), strict=True):
        for out in range(6):
            total = sum(a * int(w) for a, w in zip(row, weight[:, out], strict=True)) + int(bias[out])
            rounded = (total + (1 << int(shift[out]) >> 1)) >> int(shift[out])
            assert result[out] == max(-fixed_point.LIMIT, min(fixed_point.LIMIT, rounded))


def test_doubling_is_torchs_transposed_convolution() -> None:
    rng = np.random.default_rng(8)
    x = rng.integers(-3000, 3000, (2, 4, 4, 5)).astype(float)
    weight = rng.integers(-200, 200, (5, 3, 4, 4)).astype(float)
    layer = Layer(weight.transpose(0, 2, 3, 1).reshape(5, 48), np.zeros(48), np.full(48, 8))
    torchs = torch.nn.functional.conv_transpose2d(torch.from_numpy(x).movedim(-1, 1), torch.from_numpy(weight), stride=2, padding=1)
    expected = np.clip(np.floor(torchs.movedim(1, -1).numpy() / 256 + 0.5), -fixed_point.LIMIT, fixed_point.LIMIT)
    assert (fixed_point.double(x, layer) == expected).all()


def test_weights_that_would_not_be_exact_are_refused() -> None:
    with pytest.raises(ValueError, match="exact"):
        Layer(np.full((1 << 20, 1), 32767.0), np.zeros(1), np.zeros(1, int))


def test_any_size_is_painted_and_is_legal() -> None:
    painter = a_painter()
    for rows, cols in ((1, 1), (2, 9), (14, 16)):
        roles = some_roles(rows, cols)
        screen = painter.paint(roles, *painter.latents("size", rows, cols))
        assert screen.pattern.shape == (rows * 16, cols * 16)
        assert [v for v in violations(screen) if v.kind != "patterns"] == [], (
            "every colour is legal; random weights paint more patterns than fit"
        )


def test_equal_neighbourhoods_and_textures_give_equal_tiles() -> None:
    painter = a_painter()
    roles = np.full((7, 8), Role.WALL, np.uint8)
    screen = painter.paint(roles, painter.theme("t"), painter.texture("t", np.zeros((7, 8), int)))
    tiles = screen.pattern.reshape(7, 16, 8, 16).swapaxes(1, 2).reshape(56, 256)
    assert len(np.unique(tiles, axis=0)) == 1


def test_a_single_cell_is_painted_as_it_would_be_in_its_screen() -> None:
    painter, roles = a_painter(), some_roles(9, 8)
    theme, texture = painter.latents("cells", 9, 8)
    screen = painter.paint(roles, theme, texture)
    places = [(row, col) for row in range(2, 7) for col in range(2, 6)]
    patches = np.stack([roles[row - 2 : row + 3, col - 2 : col + 3] for row, col in places])
    pattern, cells = painter.paint_cells(patches, theme, np.stack([texture[place] for place in places]))
    for n, (row, col) in enumerate(places):
        assert (pattern[n] == screen.pattern[row * 16 : row * 16 + 16, col * 16 : col * 16 + 16]).all()
        assert cells[n] == screen.cells[row, col]


def test_the_noise_will_never_change() -> None:
    stream = noise.words("Dreamkeep", 1000)
    assert hashlib.sha256(stream.astype("<u8").tobytes()).hexdigest() == GOLDEN_WORDS
    assert noise.normal("Dreamkeep", 6).tolist() == GOLDEN_NORMAL
    assert (noise.words("Dreamkeep", 10, start=990) == stream[990:]).all()


def test_the_noise_is_normal_and_its_choices_keep_their_odds() -> None:
    x = noise.normal("many", 40000) / noise.ONE
    assert abs(x.mean()) < 0.02
    assert abs(x.std() - 1) < 0.02
    assert abs((np.abs(x) < 1).mean() - 0.683) < 0.01
    counts = np.bincount(noise.choices("many", 15000), minlength=4) / 1000
    assert np.allclose(counts, [8, 4, 2, 1], rtol=0.12)


def test_a_seed_is_any_text_and_another_text_is_another_picture() -> None:
    painter = a_painter()
    themes = {name: painter.theme(name).tobytes() for name in ("", "a", "A", "Schloß", "a" * 500)}
    assert len(set(themes.values())) == len(themes)
    assert painter.theme("a").tobytes() == themes["a"]


def test_a_model_file_says_how_it_was_made_and_paints_the_same(tmp_path: Path) -> None:
    write_model(tmp_path / "m.safetensors", a_network(), {"steps": 30, "styles": 5})
    painter, roles = Painter.load(tmp_path / "m.safetensors"), some_roles()
    assert painter.about["steps"] == 30
    latents = painter.latents("file", *roles.shape)
    assert painter.paint(roles, *latents).pattern.tobytes() == a_painter().paint(roles, *latents).pattern.tobytes()


@pytest.mark.parametrize("damage", ["missing", "empty", "cut", "text", "foreign", "shape"])
def test_a_bad_model_file_is_refused_in_one_line(tmp_path: Path, damage: str) -> None:
    from safetensors.numpy import save

    path = tmp_path / "bad.safetensors"
    write_model(path, a_network(), {"styles": 5})
    whole = path.read_bytes()
    if damage == "missing":
        path.unlink()
    elif damage == "shape":
        tensors = freeze(a_network())
        tensors["fine/weight"] = tensors["fine/weight"][:-1]
        path.write_bytes(save(tensors, {"kind": "dreamkeep painter 1", "about": '{"theme": 8, "texture": 4, "styles": 5}'}))
    else:
        contents = {
            "empty": b"",
            "cut": whole[: len(whole) // 2],
            "text": b"hello" * 99,
            "foreign": save({"a": np.zeros(3)}, {"format": "pt"}),
        }
        path.write_bytes(contents[damage])
    with pytest.raises(UserError) as error:
        Painter.load(path)
    assert "bad.safetensors" in str(error.value)
    assert "\n" not in str(error.value)

"""Reads roles off unlabelled tiles with a small convolutional network, in numpy.

The network sees a tile and, where they are known, the eight tiles around it: whether bricks are floor or wall is often
said only by what lies above them. Trained by ``classifier_train.py``; weights in ``assets/models/roles.safetensors``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from generator.errors import UserError
from generator.palette import MASTER
from generator.roles import TILE, Role

ROLES = len(Role) - 1
"""Roles the network tells apart; UNKNOWN is no answer."""
UNSEEN = 255
"""In a neighbourhood: a pixel about which nothing is known."""
CHANNELS = 4
FORMAT = "dreamkeep-roles-2"
_BATCH = 256


def default_weights() -> Path:
    """Where the shipped weights lie."""
    return Path(__file__).resolve().parent.parent / "assets" / "models" / "roles.safetensors"


def features(indices: np.ndarray) -> np.ndarray:
    """What the network sees of index pictures: (n, h, w) uint8 (255 = unseen) -> (n, 4, h, w) float32.

    Channels: OKLab L from -1 to 1, a and b (three times as large), and 1 where the pixel is known; all 0 where it is not.
    """
    table = np.zeros((256, CHANNELS), dtype=np.float32)
    table[:64, :3] = MASTER.oklab * np.array([2.0, 3.0, 3.0]) - np.array([1.0, 0.0, 0.0])
    table[:64, 3] = 1.0
    return np.ascontiguousarray(table[indices].transpose(0, 3, 1, 2))


def neighbourhoods(sheet: np.ndarray) -> np.ndarray:
    """Every tile of a sheet with what is around it: (rows*16, cols*16) uint8 -> (rows*cols, 48, 48), UNSEEN outside."""
    rows, cols = sheet.shape[0] // TILE, sheet.shape[1] // TILE
    framed = np.pad(sheet, TILE, constant_values=UNSEEN)
    views = np.lib.stride_tricks.sliding_window_view(framed, (3 * TILE, 3 * TILE))[::TILE, ::TILE]
    return views.reshape(rows * cols, 3 * TILE, 3 * TILE)


@dataclass(frozen=True, eq=False)
class RoleClassifier:
    """weights: arrays by name, float32; see ``classifier_train.RoleNet`` for the layers."""

    weights: dict[str, np.ndarray]

    @classmethod
    def load(cls, path: str | Path | None = None) -> RoleClassifier:
        """Loads weights; by default the shipped ones. Raises UserError when the file is not such a file."""
        from safetensors import SafetensorError, safe_open

        file = Path(path) if path is not None else default_weights()
        try:
            with safe_open(file, framework="numpy") as stored:
                about = stored.metadata() or {}
                if about.get("format") != FORMAT:
                    raise UserError(f"{file}: not a role classifier (format {about.get('format', 'missing')!r}, not {FORMAT!r})")
                weights = {name: stored.get_tensor(name).astype(np.float32) for name in stored.keys()}  # noqa: SIM118
                made_for = json.loads(about.get("roles", "[]"))
        except (OSError, SafetensorError, ValueError, TypeError, RecursionError) as error:
            raise UserError(f"{file}: cannot be read as safetensors ({error})") from error
        if made_for != [role.label for role in Role][:ROLES]:
            raise UserError(f"{file}: made for another list of roles")
        classifier = cls(weights)
        try:
            classifier.predict(np.zeros((1, TILE, TILE), np.uint8))
        except (LookupError, ValueError, TypeError) as error:
            raise UserError(f"{file}: its layers don't fit together ({error})") from error
        return classifier

    def predict(self, tiles: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Roles of tiles, and how sure the network is of each.

        tiles: (n, 16, 16) uint8 master indices, each for itself, or (n, 48, 48) with each tile in the middle of its
        neighbours (255 = unknown). Returns (n,) uint8 roles and (n,) float64 confidences, 0..1.
        """
        if tiles.ndim != 3 or tiles.shape[1:] not in ((TILE, TILE), (3 * TILE, 3 * TILE)):
            raise ValueError(f"tiles of shape {tiles.shape}: neither (n, 16, 16) nor (n, 48, 48)")
        if tiles.shape[1] == TILE:
            tiles = np.pad(tiles, ((0, 0), (TILE, TILE), (TILE, TILE)), constant_values=UNSEEN)
        parts = [self.chances(tiles[i : i + _BATCH]) for i in range(0, len(tiles), _BATCH)]
        chances = np.concatenate(parts) if parts else np.zeros((0, ROLES))
        return chances.argmax(axis=1).astype(np.uint8), chances.max(axis=1, initial=0.0)

    def predict_sheet(self, sheet: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Roles of all tiles of a sheet, each seen among its neighbours: (rows*16, cols*16) -> two (rows, cols) arrays."""
        rows, cols = sheet.shape[0] // TILE, sheet.shape[1] // TILE
        roles, confidence = self.predict(neighbourhoods(sheet[: rows * TILE, : cols * TILE]))
        return roles.reshape(rows, cols), confidence.reshape(rows, cols)

    def chances(self, around: np.ndarray) -> np.ndarray:
        """The chance of each role: (n, 48, 48) uint8 -> (n, 15) float64, rows sum to 1."""
        logits = (self.hidden(around) @ self.weights["head.weight"].T + self.weights["head.bias"]).astype(np.float64)
        powers = np.exp(logits - logits.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)

    def hidden(self, around: np.ndarray) -> np.ndarray:
        """What the network makes of cells before it names a role: (n, 48, 48) uint8 -> (n, 96) float32."""
        picture = features(around)
        tile = picture[:, :, TILE : 2 * TILE, TILE : 2 * TILE]
        fine = self._stack(tile, "fine", (1, 2, 2))
        coarse = self._stack(picture, "coarse", (2, 2, 2))
        joined = np.concatenate([fine.reshape(len(around), -1), coarse.reshape(len(around), -1)], axis=1)
        return np.maximum(joined @ self.weights["hidden.weight"].T + self.weights["hidden.bias"], 0)

    def _stack(self, x: np.ndarray, name: str, strides: tuple[int, ...]) -> np.ndarray:
        for number, stride in enumerate(strides):
            x = _conv3(x, self.weights[f"{name}.{number}.weight"], self.weights[f"{name}.{number}.bias"], stride)
        return x


def _conv3(x: np.ndarray, weight: np.ndarray, bias: np.ndarray, stride: int) -> np.ndarray:
    """A 3x3 convolution with one pixel of zero padding, then ReLU: (n, c, h, w) -> (n, k, h/stride, w/stride)."""
    framed = np.pad(x, ((0, 0), (0, 0), (1, 1), (1, 1)))
    views = np.lib.stride_tricks.sliding_window_view(framed, (3, 3), axis=(2, 3))[:, :, ::stride, ::stride]
    n, _, height, width = views.shape[:4]
    columns = views.transpose(0, 2, 3, 1, 4, 5).reshape(n * height * width, -1)
    out = columns @ weight.reshape(len(weight), -1).T + bias
    return np.maximum(out, 0).reshape(n, height, width, -1).transpose(0, 3, 1, 2)

"""Small training runs for tests: a folder of pictures, a configuration, the command line."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
from PIL import Image

from generator.palette import MASTER
from generator.train_config import TrainConfig

ROOT = Path(__file__).parent.parent


def a_folder(root: Path) -> Path:
    """Two packs of brick walls, as a user might have them."""
    rng = np.random.default_rng(2)
    for pack in ("bricks", "stones"):
        folder = root / "pictures" / pack
        folder.mkdir(parents=True)
        tones = MASTER.rgb[rng.choice([0x06, 0x16, 0x26, 0x11, 0x21, 0x0F], 3, replace=False)]
        for number in range(3):
            wall = rng.integers(0, 3, (24, 24)).repeat(4, axis=0).repeat(4, axis=1)
            Image.fromarray(tones[wall].astype(np.uint8)).save(folder / f"{number}.png")
    return root / "pictures"


def a_config(tmp_path: Path, **changes: object) -> TrainConfig:
    """Two steps of a tiny network on the CPU."""
    made = tmp_path / "pictures"
    data = made if made.exists() else a_folder(tmp_path)
    config = TrainConfig(data=data, out=tmp_path / "m.safetensors", steps=2, device="cpu", batch=4, width=8, cache=tmp_path / "cache")
    return replace(config, **changes)  # type: ignore[arg-type]


def command(config: TrainConfig, *more: str) -> list[str]:
    """The same run from the command line; its corpus lies in the cache of environment()."""
    told = ("data", "out", "steps", "device", "batch", "width", "save_every", "seed")
    options = [word for name in told for word in (f"--{name.replace('_', '-')}", str(getattr(config, name)))]
    return [str(ROOT / "main.py"), "train", *options, *more]


def environment(tmp_path: Path) -> dict[str, str]:
    """One thread, as the tests have it, and no cache but the test's own."""
    return {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": str(ROOT)}


def python() -> str:
    """The interpreter that runs the tests."""
    return sys.executable


def tensors_of(path: Path) -> bytes:
    """What follows a safetensors file's header: the numbers, without the account of how long it took."""
    content = path.read_bytes()
    return content[8 + int.from_bytes(content[:8], "little") :]

"""The map editor Tiled without a window: what does it make of our maps and tile sets?"""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import numpy as np
from PIL import Image

TILED, RASTERIZER = shutil.which("tiled"), shutil.which("tmxrasterizer")
MISSING = "" if TILED and RASTERIZER else "needs the package tiled"


def draw_layer(map_path: Path, layer: str, folder: Path) -> tuple[np.ndarray, str]:
    """One layer of a map as Tiled draws it: (h, w, 3) uint8, and what Tiled had to say about it."""
    picture = folder / "drawn.png"
    said = _run([RASTERIZER or "", "--show-layer", layer, str(map_path), str(picture)], folder)
    with Image.open(picture) as image:
        return np.asarray(image.convert("RGB")), said


def export(what: str, form: str, source: Path, target: Path) -> str:
    """Open a `map` or a `tileset` and save it anew in another format; what Tiled had to say about it."""
    return _run([TILED or "", f"--export-{what}", form, str(source), str(target)], target.parent)


def _run(command: list[str], folder: Path) -> str:
    runtime = folder / "runtime"
    runtime.mkdir(mode=0o700, exist_ok=True)
    settings = {"QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(runtime), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    run = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=120, check=False)
    assert run.returncode == 0, f"{command}: {run.stderr}"
    return run.stdout + run.stderr

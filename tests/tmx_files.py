"""Small Tiled files for tests: a whole, correct map to start from, with places to put something wrong in."""

from __future__ import annotations

import base64
import gzip
import struct
import zlib
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

WIDTH, HEIGHT = 20, 13


def sheet(path: Path, colours: Sequence[str] = ("#000", "#844", "#484", "#448"), tile: int = 16, margin: int = 0, spacing: int = 0) -> Path:
    """A picture of flat tiles side by side."""
    path.parent.mkdir(parents=True, exist_ok=True)
    size = 2 * margin + len(colours) * tile + (len(colours) - 1) * spacing, 2 * margin + tile
    picture = Image.new("RGB", size, "#f0f")
    for place, colour in enumerate(colours):
        x = margin + place * (tile + spacing)
        picture.paste(Image.new("RGB", (tile, tile), colour), (x, margin))
    picture.save(path)
    return path


def ground(width: int = WIDTH, height: int = HEIGHT, tile: int = 2) -> list[int]:
    """gids of a floor along the bottom row and nothing above."""
    return [0] * (width * (height - 1)) + [tile] * width


def csv(gids: Sequence[int]) -> str:
    return f'<data encoding="csv">{",".join(map(str, gids))}</data>'


def packed(gids: Sequence[int], compression: str = "") -> str:
    raw = struct.pack(f"<{len(gids)}I", *gids)
    raw = {"": bytes, "zlib": zlib.compress, "gzip": gzip.compress}[compression](raw)
    attribute = f' compression="{compression}"' if compression else ""
    return f'<data encoding="base64"{attribute}>\n   {base64.b64encode(raw).decode()}\n  </data>'


TILESET = '<tileset firstgid="1" name="set" tilewidth="16" tileheight="16"><image source="set.png" width="64" height="16"/></tileset>'


def layer(data: str, name: str = "ground", attributes: str = f'width="{WIDTH}" height="{HEIGHT}"', inside: str = "") -> str:
    return f' <layer name="{name}" {attributes}>{inside}\n  {data}\n </layer>'


def write_map(
    path: Path,
    *,
    head: str = "",
    width: int = WIDTH,
    height: int = HEIGHT,
    tile: int = 16,
    properties: str = "",
    tilesets: str = TILESET,
    layers: str | None = None,
    objects: str = "",
) -> Path:
    """A TMX file with a sheet beside it."""
    sheet(path.parent / "set.png")
    body = layer(csv(ground())) if layers is None else layers
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f"{head}"
        f'<map version="1.10" orientation="orthogonal" width="{width}" height="{height}" '
        f'tilewidth="{tile}" tileheight="{tile}" infinite="0">\n'
        f"{properties}\n {tilesets}\n{body}\n{objects}\n</map>\n"
    )
    path.write_text(text, encoding="utf-8")
    return path

"""What a folder of pictures holds: packs, their files and labels, opened as sheets of cells."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.errors import Problem, UserError
from generator.grid import find_grid
from generator.labels import Labels, read_labels
from generator.pictures import BadPicture, Picture, find_pictures, open_picture
from generator.roles import TILE
from generator.tone import stretch
from generator.windows import Cells, cut_cells, repeated, without_fill


@dataclass(frozen=True, slots=True)
class Pack:
    """Pictures that belong together: one sub-folder, or the folder itself. labels: its label file, if any."""

    name: str
    folder: Path
    files: tuple[Path, ...]
    labels: Path | None


@dataclass(frozen=True, eq=False)
class Sheet:
    """One picture on one of its grids. name: the file's name in its pack."""

    name: str
    origin: tuple[int, int]
    cells: Cells


def list_packs(folder: Path, labels: Path | None = None) -> list[Pack]:
    """The packs under a folder, by name. A folder that holds ``packs`` and ``labels`` stands for its ``packs``.

    Raises UserError when the folder is missing or holds no picture file.
    """
    if not folder.is_dir():
        raise UserError(f"{folder}: no such folder" if not folder.exists() else f"{folder}: not a folder")
    if (folder / "packs").is_dir() and (folder / "labels").is_dir():
        folder = folder / "packs"
    files: dict[str, list[Path]] = {}
    for path in find_pictures(folder):
        parts = path.relative_to(folder).parts
        files.setdefault(parts[0] if len(parts) > 1 else "", []).append(path)
    if not files:
        raise UserError(f"{folder}: no PNG, GIF, BMP, JPEG or WebP picture in it")
    named = _label_files(folder, labels)
    return [
        Pack(name or folder.resolve().name, folder / name, tuple(paths), named.get(name or folder.resolve().name))
        for name, paths in sorted(files.items())
    ]


def load_pack_sheets(pack: Pack, window: int) -> tuple[list[Sheet], list[str]]:
    """Opens a pack's pictures: its sheets, and one line for each file or label line that cannot be used.

    In a pack with labels, pictures without any are left out: those are its characters, effects and texts.
    """
    labels = read_labels(pack.labels) if pack.labels else Labels({})
    skipped = [str(problem) for problem in labels.problems]
    sheets: list[Sheet] = []
    for path in pack.files:
        name = path.relative_to(pack.folder).as_posix()
        grids = labels.grids(name)
        if labels.files and not grids:
            continue
        try:
            picture = open_picture(path)
        except BadPicture as reason:
            skipped.append(str(Problem(f"{pack.name}/{name}", f"skipped, {reason}")))
            continue
        if not picture.opaque.any():
            skipped.append(str(Problem(f"{pack.name}/{name}", "skipped, nothing is drawn in it")))
            continue
        sheets += _labelled_sheets(name, picture, labels) if grids else _plain_sheets(name, picture, window)
    return sheets, skipped


def _label_files(folder: Path, labels: Path | None) -> dict[str, Path]:
    if labels is not None and not labels.is_dir():
        raise UserError(f"{labels}: no such folder of labels")
    places = [labels] if labels is not None else [folder.resolve().parent / "labels", folder / "labels"]
    return {path.stem: path for place in places for path in sorted(place.glob("*.tsv"))}


def _plain_sheets(name: str, picture: Picture, window: int) -> list[Sheet]:
    picture = stretch(picture)
    small = picture.height < window or picture.width < window
    picture = repeated(picture, window) if small else picture
    origin = (0, 0) if small else find_grid(picture)
    cells = cut_cells(picture, origin)
    return [Sheet(name, origin, cells)] if cells else []


def _labelled_sheets(name: str, picture: Picture, labels: Labels) -> list[Sheet]:
    """One sheet for each grid on which the picture is labelled."""
    maps = {}
    for origin in labels.grids(name):
        rows, cols = (picture.height - origin[1]) // TILE, (picture.width - origin[0]) // TILE
        if rows > 0 and cols > 0:
            maps[origin] = labels.role_map(name, origin, rows, cols)
    picture = stretch(without_fill(picture, maps))
    laid = [(origin, cut_cells(picture, origin, roles)) for origin, roles in maps.items()]
    return [Sheet(name, origin, cells) for origin, cells in laid if cells]

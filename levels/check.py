"""Is this pack, map, proof or model all right? One function for whatever a path names."""

from __future__ import annotations

from pathlib import Path

from generator.errors import Problem, UserError
from levels.load import check_map, load_map

PROOF_SUFFIX = ".proof.json"
MAX_PROOF_BYTES = 4 << 20


def check_path(path: Path) -> list[Problem]:
    """What is wrong with the file or folder at ``path``; warnings have ``fatal`` False; an empty list if all is well.

    Knows tile-set packs (a folder, or the .tsx or pack.toml in one), folders of maps and proofs, maps (.tmx), proofs
    (.proof.json) and models (.safetensors). Raises UserError if there is no such path or it is nothing of these.
    """
    path = Path(path)
    if path.is_dir():
        return _check_folder(path)
    if not path.exists():
        raise UserError(f"{path}: no such file or folder")
    if not path.is_file():
        raise UserError(f"{path}: not a file or folder")
    if path.name.endswith(PROOF_SUFFIX):
        return check_proof(path)
    if path.suffix == ".tmx":
        return check_map(path)
    if path.suffix == ".safetensors":
        return check_model(path)
    if path.suffix == ".tsx" or path.name == "pack.toml":
        return _check_pack(path.resolve().parent)
    raise UserError(f"{path}: neither a pack's folder nor a .tmx, {PROOF_SUFFIX} or .safetensors file; for pictures name their folder")


def _check_folder(path: Path) -> list[Problem]:
    maps = sorted(path.glob("*.tmx"))
    if not maps:
        return _check_pack(path)
    proofs = sorted(path.glob(f"*{PROOF_SUFFIX}"))
    return [problem for found in maps for problem in check_map(found)] + [problem for found in proofs for problem in check_proof(found)]


def _check_pack(folder: Path) -> list[Problem]:
    from generator.pack import check_pack

    return check_pack(folder)


def check_model(path: Path) -> list[Problem]:
    """Whether a model can paint, or read roles."""
    from generator.classifier import RoleClassifier
    from generator.painter import Painter

    try:
        Painter.load(path)
    except UserError as error:
        try:
            RoleClassifier.load(path)
        except UserError:
            return [_as_problem(path, error)]
    return []


def check_proof(path: Path) -> list[Problem]:
    """Whether a proof belongs to the map beside it, and its buttons lead to the exit in the real rules."""
    from levels.prove import level_hash, load_proof, replay

    level_path = path.with_name(path.name.removesuffix(PROOF_SUFFIX) + ".tmx")
    if not level_path.is_file():
        return [Problem(path.name, f"the map {level_path.name!r} is not beside it")]
    if path.stat().st_size > MAX_PROOF_BYTES:
        return [Problem(path.name, f"larger than {MAX_PROOF_BYTES >> 20} MiB; ten minutes of play need a hundredth of that")]
    try:
        proof = load_proof(path)
        level = load_map(level_path).level
    except UserError as error:
        return [_as_problem(path, error)]
    if proof.level != level_hash(level):
        hint = f"the map has changed since; prove it again: python main.py prove {level_path.name}"
        return [Problem(path.name, f"it does not belong to {level_path.name!r} as it is now", hint)]
    if not replay(level, proof):
        return [Problem(path.name, "its buttons do not lead to the exit", f"prove it again: python main.py prove {level_path.name}")]
    return []


def _as_problem(path: Path, error: UserError) -> Problem:
    where, colon, what = str(error).partition(": ")
    return Problem(where, what) if colon and path.name in where else Problem(path.name, str(error))

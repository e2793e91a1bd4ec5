"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from generator.errors import UserError


def replace_file(path: Path, content: bytes) -> None:
    """Writes content beside the target and renames it into place, so that a full disk leaves the old file. Raises UserError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise UserError(f"{path}: can't be written ({error.strerror or error})") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except OSError as error:
        Path(draft).unlink(missing_ok=True)
        raise UserError(f"{path}: can't be written ({error.strerror or error})") from error
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise

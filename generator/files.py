"""Writing files whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from generator.errors import UserError


def write_whole(path: Path, content: bytes) -> None:
    """Writes content to a temporary file beside path and renames it into place, so that nobody ever sees half a file.

    Makes the folder when it is missing. Raises OSError, and then the old file still stands.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)
        os.replace(draft, path)
    except BaseException:
        Path(draft).unlink(missing_ok=True)
        raise


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """For what a user asked for by name: turns an OSError into a UserError that names the file, and not the draft it was written to."""
    try:
        yield
    except OSError as error:
        raise UserError(f"{path}: cannot be written: {error.strerror or error}") from error


def replace_file(path: Path, content: bytes) -> None:
    """As write_whole, but raises UserError instead of OSError."""
    with writing(path):
        write_whole(path, content)

"""Notices when somebody works on a tile set while the game wears it."""

from __future__ import annotations

import threading
from pathlib import Path


class FolderWatch:
    """Watches a folder in a thread of its own, until it is closed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._changed = threading.Event()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True, name="watch").start()

    def changed(self) -> bool:
        """Whether anything in the folder has changed since the last call."""
        if not self._changed.is_set():
            return False
        self._changed.clear()
        return True

    def close(self) -> None:
        """Stop watching."""
        self._closed.set()

    def _watch(self) -> None:
        from watchfiles import watch

        for _ in watch(self.folder, stop_event=self._closed, debounce=300, raise_interrupt=False):
            self._changed.set()

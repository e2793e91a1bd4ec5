"""Little levels drawn in text, for tests of the search and of the rooms."""

from tools.drawn import CELLS, ground, level_of

__all__ = ["CELLS", "ground", "level_of"]

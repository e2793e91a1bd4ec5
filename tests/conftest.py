"""Fixtures that many tests of the picture ask for."""

from __future__ import annotations

import pygame
import pytest

from game.files import ROOT
from game.view.font import Font
from game.view.sprites import Sprites


@pytest.fixture(scope="module")
def sprites() -> Sprites:
    return Sprites(ROOT / "assets" / "sprites")


@pytest.fixture(scope="module")
def font() -> Font:
    return Font(ROOT / "assets" / "fonts" / "dreamkeep.txt")


@pytest.fixture
def canvas() -> pygame.Surface:
    return pygame.Surface((256, 240), depth=32)

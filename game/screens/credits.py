"""Who made it, and whose work the castle dreams from; CREDITS.md says more."""

from __future__ import annotations

from collections.abc import Callable

from game.context import Context
from game.screens.scroll import Line, ScrollScreen
from game.view.colours import GOLD, GREY, WHITE

_FOUNDERS = "DREAMKEEP FOUNDERS"
_OWN = ("code and rules", "rooms and levels", "sprites and title", "tunes and sounds", "words")
_ARTISTS = (
    "Luis Zuno (ansimuz)",
    "Jetrel and qubodup",
    "Michele Bucelli (Buch)",
    "ArendPeter",
    "rubberduck",
    "GrafxKid",
    "Carl Olsson (surt)",
    "Sharm and vk",
    "Ningriptzu",
    "Spriteshift",
    "Open Pixel Project",
    "Adam Saltsman",
    "Kronbits",
    "Raphael Goncalves",
)
_LIBRARIES = ("pygame-ce  pymunk  pytmx", "NumPy  Pillow  safetensors", "defusedxml  platformdirs", "rich  watchfiles", "PyTorch", "Tiled")


def lines() -> list[Line]:
    """The whole roll."""
    roll: list[Line] = [("DREAMKEEP", GOLD), ("", GREY)]
    for what in _OWN:
        roll += [(what, GREY), (_FOUNDERS, WHITE), ("", GREY)]
    roll += [
        ("walls and windows", GREY),
        ("A NEURAL NETWORK", WHITE),
        ("", GREY),
        ("which learnt from the free", GREY),
        ("pictures of", GREY),
    ]
    roll += [(name, WHITE) for name in _ARTISTS]
    roll += [("Thank you.", GREY), ("", GREY), ("after an article of 2017 by", GREY), ("ADAM GEITGEY", WHITE), ("", GREY)]
    roll += [("the network is a DCGAN, after", GREY), ("Alec Radford, Luke Metz and", WHITE), ("Soumith Chintala", WHITE), ("", GREY)]
    roll += [("colours measured after", GREY), ("the nesdev wiki", WHITE), ("and Bjorn Ottosson's OKLab", WHITE), ("", GREY)]
    roll += [("it stands on", GREY), *((name, WHITE) for name in _LIBRARIES), ("", GREY), ("", GREY)]
    return [*roll, ("THANK YOU FOR PLAYING", GOLD)]


class CreditsScreen(ScrollScreen):
    """The roll. then: what follows it, by default back to where it was asked for."""

    def __init__(self, context: Context, then: Callable[[], None] | None = None) -> None:
        super().__init__(context, lines(), then or context.stack.pop, 480)

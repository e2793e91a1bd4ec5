"""What a player sets once and expects to find again: volumes, window, keys and pad buttons."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from game.assists import SLOW, cleaned
from game.intents import DEFAULT_KEYS, DEFAULT_PAD, Intent
from game.look import Comfort, Look
from game.records import Migration, read_plain, read_record, write_record
from game.sim.world import Rules

SETTINGS_VERSION = 3
MAX_VOLUME = 10
MAX_SCALE = 12

Bindings = dict[str, tuple[str, ...]]
"""Intent name -> the names of the keys or pad buttons that mean it."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Volumes are 0..10; scale is window pixels per game pixel, 0 = the largest of 3 and below that fits the desktop.

    crt: the look of an old tube. aspect87: pixels 8:7 wide, as on a television. slow: speed of the game in percent, one of
    `assists.SLOW`. assists: the rules of runs that begin from now on; only their helps count.
    """

    music: int = 7
    effects: int = 8
    mute: bool = False
    scale: int = 0
    fullscreen: bool = False
    crt: bool = False
    aspect87: bool = False
    reduced_flashing: bool = False
    high_contrast: bool = False
    slow: int = 100
    assists: Rules = field(default_factory=Rules)
    keys: Bindings = field(default_factory=lambda: dict(DEFAULT_KEYS))
    pad: Bindings = field(default_factory=lambda: dict(DEFAULT_PAD))

    @property
    def look(self) -> Look:
        """How the window shows the picture."""
        return Look(self.crt, self.aspect87)

    @property
    def comfort(self) -> Comfort:
        """What is easier on the eyes."""
        return Comfort(self.high_contrast, self.reduced_flashing)


def load_settings(path: Path) -> tuple[Settings, str]:
    """Read the settings; what is missing or out of range takes its default. The second value is a message, or empty."""
    document, message = read_record(path, SETTINGS_VERSION, _MIGRATIONS)
    return (_from_document(document) if document else Settings()), message


def save_settings(settings: Settings, path: Path) -> None:
    """Write the settings, atomically."""
    write_record(path, asdict(settings) | {"version": SETTINGS_VERSION})


def rebind(bindings: Bindings, intent: Intent, name: str) -> Bindings:
    """`name` is now the only key of `intent` and means nothing else; whoever loses its last key gets one that `intent` gives up.

    Where there is none to give, which takes a file edited by hand, both keep the key: a conflict is told, no key at all is a trap.
    """
    freed = tuple(key for key in bindings[intent.value] if key != name)
    changed: Bindings = {}
    for other, names in bindings.items():
        changed[other] = tuple(key for key in names if key != name) or freed[:1] or names
    changed[intent.value] = (name,)
    return changed


def conflicts(bindings: Bindings) -> frozenset[str]:
    """Keys or pad buttons that mean more than one intent: only a file edited by hand has any."""
    every = [name for names in bindings.values() for name in set(names)]
    return frozenset(name for name in every if every.count(name) > 1)


def with_default_bindings(settings: Settings) -> Settings:
    """The same settings with keys and pad as they came."""
    return replace(settings, keys=dict(DEFAULT_KEYS), pad=dict(DEFAULT_PAD))


def _from_document(document: dict[str, Any]) -> Settings:
    base = Settings()
    return Settings(
        music=_whole(document.get("music"), MAX_VOLUME, base.music),
        effects=_whole(document.get("effects"), MAX_VOLUME, base.effects),
        mute=document.get("mute") is True,
        scale=_whole(document.get("scale"), MAX_SCALE, base.scale),
        fullscreen=document.get("fullscreen") is True,
        crt=document.get("crt") is True,
        aspect87=document.get("aspect87") is True,
        reduced_flashing=document.get("reduced_flashing") is True,
        high_contrast=document.get("high_contrast") is True,
        slow=slow if type(slow := document.get("slow")) is int and slow in SLOW else base.slow,
        assists=cleaned(read_plain(Rules, document.get("assists")) or base.assists),
        keys=_bindings(document.get("keys"), base.keys),
        pad=_bindings(document.get("pad"), base.pad),
    )


def _whole(value: object, highest: int, default: int) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= highest else default


def _bindings(value: object, default: Bindings) -> Bindings:
    """Intents that the file does not name, or names badly, keep their default keys."""
    given = value if isinstance(value, dict) else {}
    result = dict(default)
    for intent in default:
        names = given.get(intent)
        if isinstance(names, list) and names and all(isinstance(name, str) for name in names):
            result[intent] = tuple(names)
    return result


def _from_1(document: dict[str, Any]) -> dict[str, Any]:
    """Version 1 had one volume for everything and one key for each intent."""
    volume = document.pop("volume", None)
    keys = document.get("keys")
    if isinstance(keys, dict):
        document["keys"] = {intent: [name] for intent, name in keys.items()}
    return document | ({"music": volume, "effects": volume} if volume is not None else {})


def _from_2(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2 had scan lines and nothing else of a tube."""
    return document | {"crt": document.pop("scanlines", False)}


_MIGRATIONS: dict[int, Migration] = {1: _from_1, 2: _from_2}

"""pygame's events -> presses by name. Pads may be plugged in late and pulled out in the middle of a jump."""

from __future__ import annotations

from typing import Any

import pygame

from game.input import STICK_OFF, STICK_ON, Press, Source

_TRAVEL = 32768
_STICK_NAMES = (("stick_left", "stick_right"), ("stick_up", "stick_down"))
_PLAIN_BUTTONS = ("a", "b", "x", "y", "leftshoulder", "rightshoulder", "back", "start")
"""Names for the buttons of a stick that SDL has no mapping for, in the order most of them use."""


def key_names() -> dict[int, str]:
    """Key code -> name: pygame's constant without ``K_``, lower case. Of two names for one code the first in the alphabet."""
    names: dict[int, str] = {}
    for constant in sorted(dir(pygame), reverse=True):
        if constant.startswith("K_"):
            names[getattr(pygame, constant)] = constant[2:].lower()
    return names


def pad_names() -> dict[int, str]:
    """Controller button number -> name, as in ``dpad_up``, ``a``, ``start``."""
    prefix = "CONTROLLER_BUTTON_"
    return {getattr(pygame, name): name[len(prefix) :].lower() for name in dir(pygame) if name.startswith(prefix)}


class Devices:
    """Turns events into presses, and keeps the pads open."""

    def __init__(self) -> None:
        self._keys = key_names()
        self._buttons = pad_names()
        self._pads: dict[int, Any] = {}
        self._sticks: dict[tuple[int, int], int] = {}

    def open_pads(self) -> None:
        """Start listening for pads. SDL announces those already plugged in by events."""
        from pygame._sdl2 import controller

        pygame.joystick.init()
        controller.init()

    def key_name(self, code: int) -> str:
        """The name under which a key is stored; letters without an own constant are named by their code."""
        return self._keys.get(code) or f"code_{code}"

    def unplugged(self, event: pygame.event.Event) -> int | None:
        """The pad that an event says is gone, None for any other event."""
        if event.type != pygame.JOYDEVICEREMOVED:
            return None
        self._pads.pop(event.instance_id, None)
        return int(event.instance_id)

    def presses(self, event: pygame.event.Event) -> list[Press]:
        """The presses that an event means; a stick that swings over may mean two."""
        kind = event.type
        if kind in (pygame.KEYDOWN, pygame.KEYUP):
            return [Press(Source.KEYBOARD, self.key_name(event.key), kind == pygame.KEYDOWN)]
        if kind == pygame.JOYDEVICEADDED:
            self._open(event.device_index)
        elif kind in (pygame.CONTROLLERBUTTONDOWN, pygame.CONTROLLERBUTTONUP):
            name = self._buttons.get(event.button, f"button_{event.button}")
            return [Press(Source.PAD, name, kind == pygame.CONTROLLERBUTTONDOWN, event.instance_id)]
        elif kind == pygame.CONTROLLERAXISMOTION and event.axis in (pygame.CONTROLLER_AXIS_LEFTX, pygame.CONTROLLER_AXIS_LEFTY):
            return self._stick(event.instance_id, event.axis - pygame.CONTROLLER_AXIS_LEFTX, event.value / _TRAVEL)
        elif kind in (pygame.JOYBUTTONDOWN, pygame.JOYBUTTONUP, pygame.JOYAXISMOTION, pygame.JOYHATMOTION) and self._is_plain(event):
            return self._plain(event)
        return []

    def _open(self, index: int) -> None:
        """Open a newly plugged pad: as a controller when SDL knows its layout, else as a plain stick."""
        from pygame._sdl2 import controller

        try:
            stick = pygame.joystick.Joystick(index)
            known = controller.is_controller(index)
            self._pads[stick.get_instance_id()] = (stick, controller.Controller(index) if known else None)
        except pygame.error:
            return  # unplugged again before we came to it

    def _is_plain(self, event: pygame.event.Event) -> bool:
        """SDL reports a known pad twice, as a controller and as a stick; only unknown ones are read as sticks."""
        return self._pads.get(event.instance_id, (None, True))[1] is None

    def _plain(self, event: pygame.event.Event) -> list[Press]:
        device = event.instance_id
        if event.type == pygame.JOYAXISMOTION:
            return self._stick(device, event.axis, event.value) if event.axis < 2 else []
        if event.type == pygame.JOYHATMOTION:
            x, y = event.value
            states = {"dpad_left": x < 0, "dpad_right": x > 0, "dpad_up": y > 0, "dpad_down": y < 0}
            return [Press(Source.PAD, name, down, device) for name, down in sorted(states.items(), key=lambda item: item[1])]
        name = _PLAIN_BUTTONS[event.button] if event.button < len(_PLAIN_BUTTONS) else f"button_{event.button}"
        return [Press(Source.PAD, name, event.type == pygame.JOYBUTTONDOWN, device)]

    def _stick(self, device: int, axis: int, value: float) -> list[Press]:
        """Presses from one axis of a stick, value -1..1, with hysteresis."""
        before = self._sticks.get((device, axis), 0)
        now = before
        if abs(value) >= STICK_ON:
            now = 1 if value > 0 else -1
        elif abs(value) < STICK_OFF:
            now = 0
        if now == before:
            return []
        self._sticks[device, axis] = now
        names = {-1: _STICK_NAMES[axis][0], 1: _STICK_NAMES[axis][1]}
        released = [Press(Source.PAD, names[before], False, device)] if before else []
        return released + ([Press(Source.PAD, names[now], True, device)] if now else [])

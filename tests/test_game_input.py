"""From key and pad to the byte that the rules read."""

from __future__ import annotations

import pygame
import pytest

from game.devices import Devices, key_names, pad_names
from game.input import REPEAT_DELAY, REPEAT_EVERY, Controls, Press, Source
from game.intents import BUTTONS, DEFAULT_KEYS, DEFAULT_PAD, Intent
from game.settings import Settings, rebind
from game.sim.buttons import Button


def key(name: str, down: bool = True) -> Press:
    return Press(Source.KEYBOARD, name, down)


def pad(name: str, down: bool = True, device: int = 7) -> Press:
    return Press(Source.PAD, name, down, device)


@pytest.fixture
def controls() -> Controls:
    return Controls(Settings())


@pytest.mark.parametrize(("intent", "names"), [(Intent(intent), names) for intent, names in DEFAULT_KEYS.items()])
def test_each_default_key_presses_its_button(intent: Intent, names: tuple[str, ...]) -> None:
    for name in names:
        controls = Controls(Settings())
        controls.feed(key(name))
        frame = controls.frame()
        assert frame.held == frame.pressed == BUTTONS.get(intent, 0)
        assert frame.menu == (intent,)


def test_default_names_are_names_that_events_have() -> None:
    assert {name for names in DEFAULT_KEYS.values() for name in names} <= set(key_names().values())
    sticks = {"stick_up", "stick_down", "stick_left", "stick_right"}
    assert {name for names in DEFAULT_PAD.values() for name in names} <= set(pad_names().values()) | sticks


def test_a_button_is_pressed_once_and_held_on(controls: Controls) -> None:
    controls.feed(key("x"))
    assert (controls.frame().pressed, controls.frame().pressed, controls.frame().held) == (Button.A, 0, Button.A)
    controls.feed(key("x", False))
    assert controls.frame().held == 0


def test_a_tap_between_two_frames_is_not_lost(controls: Controls) -> None:
    controls.feed(key("z"))
    controls.feed(key("z", False))
    assert controls.frame().pressed == Button.B
    assert controls.frame().held == 0


def test_two_keys_for_one_button_are_one_press(controls: Controls) -> None:
    controls.feed(key("x"))
    controls.frame()
    controls.feed(key("space"))
    assert controls.frame().pressed == 0
    controls.feed(key("x", False))
    assert controls.frame().held == Button.A


def test_of_two_opposite_directions_the_later_one_counts(controls: Controls) -> None:
    controls.feed(key("left"))
    controls.feed(key("right"))
    assert controls.frame().held == Button.RIGHT
    controls.feed(key("right", False))
    assert controls.frame().held == Button.LEFT


def test_keyboard_and_pad_play_together(controls: Controls) -> None:
    controls.feed(key("right"))
    controls.feed(pad("a"))
    assert controls.frame().held == Button.RIGHT | Button.A


def test_an_unplugged_pad_lets_go_of_everything(controls: Controls) -> None:
    controls.feed(pad("dpad_left"))
    controls.feed(pad("a", device=8))
    controls.frame()
    controls.drop_pad(7)
    assert controls.frame().held == Button.A


def test_back_never_reaches_the_rules(controls: Controls) -> None:
    controls.feed(key("escape"))
    frame = controls.frame()
    assert (frame.held, frame.cancel) == (0, True)


def test_directions_repeat_in_menus_but_are_pressed_once_in_play(controls: Controls) -> None:
    controls.feed(key("down"))
    frames = [controls.frame() for _ in range(REPEAT_DELAY + 2 * REPEAT_EVERY + 1)]
    assert [n for n, frame in enumerate(frames) if Intent.DOWN in frame.menu] == [0, REPEAT_DELAY, 26, 32]
    assert [n for n, frame in enumerate(frames) if frame.pressed] == [0]


def test_events_become_presses_by_name() -> None:
    devices = Devices()
    down = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN)
    assert devices.presses(down) == [key("return")]
    up = pygame.event.Event(pygame.CONTROLLERBUTTONUP, button=pygame.CONTROLLER_BUTTON_DPAD_UP, instance_id=3)
    assert devices.presses(up) == [pad("dpad_up", False, 3)]
    odd = pygame.event.Event(pygame.KEYDOWN, key=0x00F6)
    assert devices.presses(odd) == [key("code_246")]


def stick(value: float) -> pygame.event.Event:
    return pygame.event.Event(pygame.CONTROLLERAXISMOTION, axis=pygame.CONTROLLER_AXIS_LEFTX, value=int(value * 32767), instance_id=3)


def test_a_stick_is_pressed_and_let_go_without_flutter() -> None:
    devices = Devices()
    seen = [press for value in (0.3, 0.6, 0.5, 0.56, 0.4, 0.2, -0.9, 0.8) for press in devices.presses(stick(value))]
    assert [(press.name, press.down) for press in seen] == [
        ("stick_right", True),
        ("stick_right", False),
        ("stick_left", True),
        ("stick_left", False),
        ("stick_right", True),
    ]


def test_a_new_key_means_one_thing_and_nothing_is_left_without_a_key() -> None:
    keys = rebind(dict(DEFAULT_KEYS), Intent.WHIP, "x")
    assert keys["whip"] == ("x",)
    assert keys["jump"] == ("k", "space")
    only = rebind({"jump": ("x",), "whip": ("z",)}, Intent.WHIP, "x")
    assert only == {"jump": ("z",), "whip": ("x",)}
    both = rebind({"jump": ("x",), "whip": ("x",)}, Intent.JUMP, "x")
    assert both == {"jump": ("x",), "whip": ("x",)}


def test_remapped_controls_answer_to_the_new_key_only() -> None:
    controls = Controls(Settings(keys=rebind(dict(DEFAULT_KEYS), Intent.JUMP, "q")))
    controls.feed(key("x"))
    assert controls.frame().held == 0
    controls.feed(key("q"))
    assert controls.frame().held == Button.A

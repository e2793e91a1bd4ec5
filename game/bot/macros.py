"""What can be tried at a time: short strings of buttons, played in the real rules with everything that moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from game.bot.take import Take
from game.sim.buttons import Button
from game.sim.hero import State
from game.sim.world import World

A, B, UP, DOWN = int(Button.A), int(Button.B), int(Button.UP), int(Button.DOWN)
LEFT, RIGHT = int(Button.LEFT), int(Button.RIGHT)
SIDES = {-1: LEFT, 0: 0, 1: RIGHT}
LASHES_IN_THE_AIR = (1, 8, 15, 22)
"""Frames after the take-off at which a lash is begun; it is out 12 frames later."""
PAUSES = (8, 20)
PACES = (10, 24)

Macro = Callable[[Take], None]


def macros(world: World) -> Iterator[Macro]:
    """All that is worth trying from here."""
    state = world.hero.state
    armed = bool(world.hero.subweapon) and world.hero.hearts > 0
    if state == State.STAIRS:
        yield from _on_stairs(armed)
    elif state == State.AIR:
        yield from _in_the_air(armed)
    elif state == State.GROUND:
        yield from _on_the_ground(armed)
    else:
        yield partial(wait, frames=1)


def _on_stairs(armed: bool) -> Iterator[Macro]:
    yield partial(hold, byte=UP, frames=16)
    yield partial(hold, byte=DOWN, frames=16)
    for pause in PAUSES:
        yield partial(wait, frames=pause)
    yield lash
    if armed:
        yield throw


def _in_the_air(armed: bool) -> Iterator[Macro]:
    yield partial(wait, frames=1)
    for delay in (0, 5, 10, 15):
        yield partial(lash, delay=delay)
    if armed:
        yield throw


def _on_the_ground(armed: bool) -> Iterator[Macro]:
    for side in (1, -1):
        for pace in PACES:
            yield partial(hold, byte=SIDES[side], frames=pace)
        yield partial(strike, side=side)
        yield partial(strike, side=side, low=True)
        if armed:
            yield partial(hurl, side=side)
    for pause in PAUSES:
        yield partial(wait, frames=pause)
    yield partial(hold, byte=DOWN, frames=20)
    for side in (1, -1, 0):
        yield partial(leap, side=side)
        for delay in LASHES_IN_THE_AIR:
            yield partial(leap, side=side, lash_at=delay)
        if armed:
            yield partial(leap, side=side, lash_at=8, aim=UP)


def hold(take: Take, byte: int, frames: int) -> None:
    """Hold buttons, then until the hero can act again."""
    take.press(byte, frames)
    take.settle(byte & (UP | DOWN))


def wait(take: Take, frames: int) -> None:
    """Hands off."""
    hold(take, 0, frames)


def lash(take: Take, delay: int = 0, aim: int = 0) -> None:
    """Press the whip's button, wherever the hero is."""
    take.press(0, delay or bool(take.world.hero.held & B))
    take.press(B | aim)
    take.settle()


def throw(take: Take) -> None:
    """Press for the sub-weapon."""
    lash(take, aim=UP)


def strike(take: Take, side: int, low: bool = False) -> None:
    """Turn to a side if need be and lash, crouching if it is to go low."""
    crouch = DOWN if low else 0
    if take.world.hero.facing != side:
        take.press(SIDES[side])
    elif take.world.hero.held & B:
        take.press(crouch)
    take.press(B | crouch)
    take.settle(crouch)


def hurl(take: Take, side: int) -> None:
    """Turn to a side and throw."""
    if take.world.hero.facing != side:
        take.press(SIDES[side])
    lash(take, aim=UP)


def leap(take: Take, side: int, lash_at: int = -1, aim: int = 0) -> None:
    """Jump, and lash on the way if asked to."""
    if take.world.hero.held & A:
        take.press(0)
    take.press(A | SIDES[side])
    if lash_at >= 0:
        take.press(0, lash_at - 1)
        take.press(B | aim)
    take.settle()

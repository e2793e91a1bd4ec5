"""The numbers of the bosses and their helpers: a table of numbers.toml each, which says what they are."""

from __future__ import annotations

from dataclasses import dataclass

from .body import Body


@dataclass(frozen=True, slots=True)
class Boss(Body):
    """What every boss has: px from which it notices the hero, frames that it takes to rise and to pass away."""

    sight: int
    wake: int
    dying: int


@dataclass(frozen=True, slots=True)
class BossBat(Boss):
    wait: tuple[int, int]
    poise: int
    poise_rise: int
    swoop: tuple[int, int]
    run_up: int
    drift: int
    depth: int
    fire_at: int
    fire_tell: int
    fire_speed: int
    fan: int
    rise: int
    fall_dead: int
    roof: int


@dataclass(frozen=True, slots=True)
class Weaver(Boss):
    hang: int
    pause: tuple[tuple[int, int], tuple[int, int]]
    creep: tuple[int, int]
    above: int
    patience: int
    tell: int
    gravity: int
    rest: tuple[int, int]
    climb: int
    half_way: int
    swing: int
    web_speed: int
    fan: int
    brood: int


@dataclass(frozen=True, slots=True)
class Spiderling(Body):
    speed: int
    gravity: int
    max_fall: int
    hall: int


@dataclass(frozen=True, slots=True)
class Bell(Boss):
    apart: tuple[int, int]
    pause: tuple[tuple[int, int], tuple[int, int]]
    near: int
    far: int
    slack: int
    hop: int
    hop_most: int
    gravity: int
    vault: int
    vault_every: int
    crouch: int
    lift: int
    blow: int
    stuck: tuple[int, int]
    wave_speed: int
    throw: int
    gear_flight: int
    gear_most: int
    gear_up: int
    gear_gravity: int


@dataclass(frozen=True, slots=True)
class Eel(Boss):
    sink: int
    bones: int
    bone: int
    deep: int
    pause: tuple[tuple[int, int], tuple[int, int]]
    arc_from: int
    rear_from: int
    peep: int
    peep_rise: int
    tell: int
    arc: tuple[int, int]
    arc_height: int
    neck: int
    rise: int
    bow: int
    reach: int
    hang: int
    nod: int
    again: int
    shut: int
    rest: tuple[int, int]
    mouth: int
    spit_speed: int
    high: tuple[int, ...]
    low: tuple[int, ...]
    dive: int
    burst: int
    gravity: int
    shed: tuple[tuple[int, ...], tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Golem(Boss):
    pause: tuple[tuple[int, int], tuple[int, int]]
    keep: tuple[int, int]
    speed: tuple[int, int]
    lift: int
    blow: int
    stomps: int
    raised: int
    close: int
    tell: int
    lunge: int
    lunges: tuple[int, int]
    again: int
    stuck: tuple[int, int]
    wave_speed: int
    throw: int
    hand: int
    vial_flight: int
    vial_most: int
    vial_up: int
    vial_gravity: int


@dataclass(frozen=True, slots=True)
class Homunculus(Body):
    speed: int
    low: int
    high: int
    high_every: int
    gravity: int


@dataclass(frozen=True, slots=True)
class Dreamer(Boss):
    pause: tuple[tuple[int, int], tuple[int, int]]
    fade: int
    appear: int
    away: int
    distance: tuple[int, int]
    low: int
    high: int
    tell: int
    hand: int
    at: int
    fire_speed: int
    fan: int
    casts: int
    again: int
    sickle_out: int
    sickle_up: int
    linger: tuple[int, int]
    sink: int


@dataclass(frozen=True, slots=True)
class Nightmare(Boss):
    pause: tuple[tuple[int, int], tuple[int, int]]
    keep: int
    speed: tuple[int, int]
    tell: int
    gape: int
    leap: int
    gravity: int
    beyond: int
    wave_speed: int
    winded: tuple[int, int]
    fires: tuple[int, int]
    fire_every: int
    fire_speed: int
    fire_low: int
    fire_step: int
    mouth: int
    breathless: int
    roar: int
    rain_apart: int
    rain_speed: int


@dataclass(frozen=True, slots=True)
class BossShot:
    """Of the flights in bosses/flights.py."""

    wave_fall: int
    fastest: int
    gear_spent: int
    blaze: int
    sickle: int
    sickle_speed: int
    sickle_turn: int

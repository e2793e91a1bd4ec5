"""The hero's state, and how it shows."""

from __future__ import annotations

from enum import IntEnum

from .numbers import HeroNumbers
from .records import Record


class State(IntEnum):
    """What the hero's body is doing; the whip and throws (`Act`) go on beside it."""

    GROUND = 0
    AIR = 1
    STAIRS = 2
    HURT = 3  # knocked back, in the air
    LAND = 4  # locked after a long fall
    DEAD = 5


class Act(IntEnum):
    NONE = 0
    WHIP = 1
    THROW = 2


class Hero(Record):
    """x, y: the feet's middle, 1/256 px. vx, vy: 1/256 px a frame. facing: -1 left, +1 right. timer: frames in this state.

    air_frame: where in the jump table (counts on past its end). left_y: the y at which the feet left the ground.
    jumped: in the air by a jump. walked: frames walked on end. act_frame: 1 on the frame of the press; act_lock: the last locked one.
    run, step, step_frame, step_dir: which stairs, how many steps of 8 px up, frames into the present step, +1 up or -1 down.
    frozen: frames still stunned on stairs. held: last frame's buttons. jump_buffer, act_buffer: frames a press stays good.
    throw_buffer: 1 if UP was held with the press of B in act_buffer, which asks for a throw, else 0.
    health: 0..16 bars. whip_level: 1..3. subweapon: a key of weapons.WEAPONS or "". invulnerable: frames left.
    multiplier: 1..3, how many of his shots may be in the air; weapon_hits: with sub-weapons, in this attempt.
    veiled: frames for which nothing sees or touches him.
    section, checkpoint: indices; checkpoint -1 is the start. next_life: the score of the next extra life.
    """

    __slots__ = (
        "act",
        "act_buffer",
        "act_frame",
        "act_lock",
        "air_frame",
        "checkpoint",
        "crouching",
        "facing",
        "frozen",
        "health",
        "hearts",
        "held",
        "invulnerable",
        "jump_buffer",
        "jumped",
        "left_y",
        "lives",
        "multiplier",
        "next_life",
        "run",
        "score",
        "section",
        "state",
        "step",
        "step_dir",
        "step_frame",
        "subweapon",
        "throw_buffer",
        "timer",
        "veiled",
        "vx",
        "vy",
        "walked",
        "weapon_hits",
        "whip_level",
        "x",
        "y",
    )

    def __init__(self, x: int, y: int, facing: int, n: HeroNumbers) -> None:
        self.x, self.y, self.facing = x << 8, y << 8, facing
        self.state = int(State.GROUND)
        self.act = int(Act.NONE)
        self.vx = self.vy = self.timer = self.air_frame = self.walked = 0
        self.left_y = self.y
        self.jumped = self.crouching = False
        self.act_frame = self.act_lock = 0
        self.jump_buffer = self.act_buffer = self.throw_buffer = self.held = 0
        self.run, self.step, self.step_frame, self.step_dir = -1, 0, 0, 0
        self.frozen = self.invulnerable = 0
        self.health, self.hearts, self.lives, self.score = n.health, n.hearts, n.lives, 0
        self.whip_level, self.subweapon, self.next_life = 1, "", n.extra_life
        self.multiplier, self.weapon_hits, self.veiled = 1, 0, 0
        self.section, self.checkpoint = 0, -1

    def enter(self, state: State) -> None:
        """Change state; its clock starts at 0."""
        self.state = int(state)  # plain ints, so that the hash of the state never hangs on how an enum prints
        self.timer = 0

    @property
    def pose(self) -> str:
        """The name of the picture, as listed in docs/architecture.md."""
        return self._look()[0]

    @property
    def pose_frame(self) -> int:
        """Frames since this pose began, 0 on its first; on stairs 0..31 through two steps, one for each leg."""
        return self._look()[1]

    def _look(self) -> tuple[str, int]:
        state = self.state
        if state == State.DEAD:
            return "dead", self.timer
        if state == State.HURT or self.frozen:
            return "hurt", self.timer
        if self.act:
            return self._acting(), self.act_frame - 1
        if state == State.AIR:
            return ("jump" if self.jumped else "fall"), self.timer
        if state == State.STAIRS:
            climbed = self.step * 16 + self.step_dir * self.step_frame
            if self.step_frame or not self.timer:  # the frame that ends a step is still part of it
                return ("stairs_up", climbed % 32) if self.step_dir > 0 else ("stairs_down", -climbed % 32)
            return "stairs_idle", self.timer
        if state == State.LAND:
            return "land", self.timer
        if self.crouching:
            return "crouch", self.timer
        return ("walk", self.walked - 1) if self.walked else ("idle", self.timer)

    def _acting(self) -> str:
        act = "throw" if self.act == Act.THROW else "whip"
        if self.state == State.STAIRS:
            return act + "_stairs"
        if self.state == State.AIR:
            return act + "_air"
        return act + "_crouch" if self.crouching else act

"""What physics moves for the eye alone: rubble, bones, chains and lamps. It hears of the game and never answers."""

from __future__ import annotations

import math
import random
import weakref
from collections.abc import Set
from dataclasses import dataclass

import pygame
import pymunk

from game.sim.level import CELL, VIEW_W, Cell
from game.view.chains import Anchor, find_anchors
from game.view.sprites import Sprites
from levels.model import LevelMap

GRAVITY = 620.0
"""px/s^2."""
SEGMENT = 12
"""Pixels of chain that one body stands for; two links are drawn for each. Long chains of small bodies stretch like rubber."""
MAX_PIECES = 48
PIECE_STEPS = 150
_BLINK_STEPS = 40
_STEP = 1 / 60
_NEAR = VIEW_W
"""Chains this near to the camera's middle exist; at twice the distance they are taken down again."""
_SWAY, _SWAY_SHARE = 40.0, 0.12
_LASH, _LASH_SHARE = 240.0, 0.4
"""px/s that a chain is carried along with by the hero (for each px/frame of his) and by the whip, and how much of it in a frame."""
_LAMP_WEIGHT = 2.0
"""In weights of a segment."""
_STIFFNESS = 0.5**60
"""What is left of a joint's stretch after a second: half of it goes in each step."""
_QUARTER = 8
_BONES = ("shot.bone.0", "shot.bone.1", "shot.bone.2", "fx.splinter.0", "fx.splinter.1")
_GROUND = (Cell.SOLID, Cell.PLATFORM)
_AROUND_X, _AROUND_Y = 4, 7
"""Cells around a break that rubble can fall on."""


@dataclass(slots=True)
class _Piece:
    body: pymunk.Body
    shape: pymunk.Shape
    picture: pygame.Surface
    left: int


@dataclass(slots=True)
class _Chain:
    anchor: Anchor
    bodies: list[pymunk.Body]
    joints: list[pymunk.Constraint]


class Debris:
    """One space for a level. Chains are hung when the camera comes near, and taken down when it has gone."""

    def __init__(self, level_map: LevelMap, sprites: Sprites) -> None:
        self._level = level_map.level
        self._sprites = sprites
        self._space = pymunk.Space()
        self._space.gravity = (0, GRAVITY)
        self._space.damping = 0.7
        self._space.iterations = 24
        weakref.finalize(self, _dismantle, self._space)
        self._pieces: list[_Piece] = []
        self._ground: dict[tuple[int, int], pymunk.Shape] = {}
        self._waiting = list(find_anchors(level_map))
        self._chains: list[_Chain] = []
        self._gone: Set[int] = frozenset()
        self._random = random.Random(level_map.level.title)

    @property
    def pieces(self) -> int:
        """How many pieces fly or lie about."""
        return len(self._pieces)

    @property
    def heights(self) -> list[float]:
        """The y of every piece in level pixels."""
        return [piece.body.position.y for piece in self._pieces]

    @property
    def chains(self) -> list[list[tuple[float, float]]]:
        """The links of every chain made so far, in level pixels, from the top."""
        return [[(body.position.x, body.position.y) for body in chain.bodies] for chain in self._chains]

    def rubble(self, x: int, y: int, picture: pygame.Surface | None) -> None:
        """A block whose top left corner is (x, y) bursts into its four quarters."""
        if picture is None:
            return
        for qx in (0, _QUARTER):
            for qy in (0, _QUARTER):
                part = picture.subsurface((qx, qy, _QUARTER, _QUARTER))
                speed = (self._random.uniform(30, 80) * (1 if qx else -1), self._random.uniform(-170, -90))
                self._throw(x + qx + 4, y + qy + 4, part, speed)

    def bones(self, x: int, y: int) -> None:
        """Something with bones fell apart at its feet (x, y)."""
        for n, name in enumerate(_BONES):
            speed = (self._random.uniform(-70, 70), self._random.uniform(-190, -110))
            self._throw(x, y - 8 - 6 * n, self._sprites.cut(name).right, speed)

    def open(self, gone: Set[int]) -> None:
        """These cells (by index) are gone now: what lies on them falls."""
        for place in [place for place in self._ground if self._index(*place) in gone]:
            self._space.remove(self._ground.pop(place))
        self._gone = gone

    def update(self, camera: tuple[int, int], hero: pygame.Rect, hero_speed: float, whip: pygame.Rect | None, facing: int) -> None:
        """Advance by one step. hero, whip: boxes in level px (whip None while it is not out); hero_speed in px/frame."""
        middle = camera[0] + VIEW_W // 2
        self._hang(middle)
        for chain in self._chains:
            if hero_speed:
                _carry(chain, hero, hero_speed * _SWAY, _SWAY_SHARE)
            if whip is not None:
                _carry(chain, whip, facing * _LASH, _LASH_SHARE)
        self._space.step(_STEP)
        self._age()

    def draw_chains(self, view: pygame.Surface, camera: tuple[int, int]) -> None:
        """Draw the chains, which hang behind everything that lives."""
        for chain in self._chains:
            for body in chain.bodies:
                for along in (-SEGMENT // 4, SEGMENT // 4):
                    x, y = body.local_to_world((0, along))
                    self._sprites.draw(view, "fx.link", round(x) - camera[0], round(y) - camera[1])
            if chain.anchor.lamp:
                x, y = chain.bodies[-1].local_to_world((0, SEGMENT // 2))
                self._sprites.draw(view, "fx.chandelier", round(x) - camera[0], round(y) - camera[1] + 3)

    def draw_pieces(self, view: pygame.Surface, camera: tuple[int, int]) -> None:
        """Draw what flies about; pieces blink before they go."""
        for piece in self._pieces:
            if piece.left < _BLINK_STEPS and piece.left % 4 < 2:
                continue
            angle = round(-math.degrees(piece.body.angle) / 45) * 45  # eighths of a turn: finer ones look unlike pixel art
            picture = pygame.transform.rotate(piece.picture, angle) if angle % 360 else piece.picture
            x, y = piece.body.position
            view.blit(picture, (round(x) - camera[0] - picture.get_width() // 2, round(y) - camera[1] - picture.get_height() // 2))

    def _throw(self, x: float, y: float, picture: pygame.Surface, speed: tuple[float, float]) -> None:
        if len(self._pieces) >= MAX_PIECES:
            self._remove(self._pieces.pop(0))
        self._lay_ground(int(x) // CELL, int(y) // CELL)
        size = picture.get_size()
        body = pymunk.Body(1.0, pymunk.moment_for_box(1.0, size))
        body.position, body.velocity = (x, y), speed
        body.angular_velocity = self._random.uniform(-9, 9)
        shape = pymunk.Poly.create_box(body, (size[0] - 2, size[1] - 2))
        shape.friction, shape.elasticity = 0.8, 0.3
        shape.filter = pymunk.ShapeFilter(group=1)  # pieces pass through each other: cheaper, and nobody sees it
        self._space.add(body, shape)
        self._pieces.append(_Piece(body, shape, picture, PIECE_STEPS + self._random.randrange(30)))

    def _lay_ground(self, cx: int, cy: int) -> None:
        """Give physics the solid cells around a place; they go when the last piece has gone."""
        for y in range(cy - 2, cy + _AROUND_Y):
            for x in range(cx - _AROUND_X, cx + _AROUND_X + 1):
                here = (x, y)
                if (
                    here not in self._ground
                    and here != (cx, cy)
                    and self._index(x, y) not in self._gone
                    and self._level.cell(x, y) in _GROUND
                ):
                    corners = [
                        (x * CELL, y * CELL),
                        ((x + 1) * CELL, y * CELL),
                        ((x + 1) * CELL, (y + 1) * CELL),
                        (x * CELL, (y + 1) * CELL),
                    ]
                    shape = pymunk.Poly(self._space.static_body, corners)
                    shape.friction, shape.elasticity = 0.8, 0.3
                    self._space.add(shape)
                    self._ground[here] = shape

    def _index(self, x: int, y: int) -> int:
        return y * self._level.width + x

    def _age(self) -> None:
        for piece in self._pieces:
            piece.left -= 1
        for piece in [piece for piece in self._pieces if piece.left <= 0]:
            self._pieces.remove(piece)
            self._remove(piece)
        if not self._pieces and self._ground:
            self._space.remove(*self._ground.values())
            self._ground.clear()

    def _remove(self, piece: _Piece) -> None:
        self._space.remove(piece.body, piece.shape)

    def _hang(self, middle: int) -> None:
        """Hang the chains that the camera comes near to, take down those that it has left behind."""
        for anchor in [anchor for anchor in self._waiting if abs(anchor.x - middle) < _NEAR]:
            self._waiting.remove(anchor)
            self._chains.append(self._make_chain(anchor))
        for chain in [chain for chain in self._chains if abs(chain.anchor.x - middle) > 2 * _NEAR]:
            self._chains.remove(chain)
            self._space.remove(*chain.joints, *chain.bodies)
            self._waiting.append(chain.anchor)

    def _make_chain(self, anchor: Anchor) -> _Chain:
        bodies: list[pymunk.Body] = []
        joints: list[pymunk.Constraint] = []
        above: pymunk.Body = self._space.static_body
        count = max(2, anchor.length // SEGMENT)
        for n in range(count):
            weight = _LAMP_WEIGHT if anchor.lamp and n == count - 1 else 1.0
            body = pymunk.Body(weight, weight * SEGMENT * SEGMENT / 6)
            body.position = (anchor.x, anchor.y + n * SEGMENT + SEGMENT // 2)
            joint = pymunk.PivotJoint(above, body, (anchor.x, anchor.y + n * SEGMENT))
            joint.error_bias = _STIFFNESS
            self._space.add(body, joint)
            bodies.append(body)
            joints.append(joint)
            above = body
        return _Chain(anchor, bodies, joints)


def _carry(chain: _Chain, box: pygame.Rect, speed: float, share: float) -> None:
    """Draw the parts of a chain that lie in a box along with it."""
    for body in chain.bodies:
        if box.collidepoint(body.position):
            body.velocity += (share * (speed - body.velocity.x), 0.0)


def _dismantle(space: pymunk.Space) -> None:
    """Empty a space before it is freed: pymunk 7.3 aborts the process when joints and bodies are collected in the wrong order."""
    space.remove(*space.constraints, *space.shapes, *space.bodies)

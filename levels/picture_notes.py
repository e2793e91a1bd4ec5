"""What is written over the picture of a stage so that a person can read it: sections, foes, finds, machines, and what the marks mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PIL import Image, ImageDraw

from game.sim.level import CELL, Level, Section, Thing

Colour = tuple[int, int, int]
WAY: Colour = (255, 255, 0)
STOP: Colour = (255, 40, 40)
START: Colour = (80, 255, 80)
FOE: Colour = (255, 80, 200)
CANDLE: Colour = (255, 230, 120)
CHECKPOINT: Colour = (80, 255, 255)
BLOCK: Colour = (255, 160, 60)
MACHINE: Colour = (120, 160, 255)
SECTION: Colour = (255, 255, 255)
_PAPER: Colour = (16, 14, 24)
_OUTSIDE = 90
"""Of 255: how dark it is where no section is."""
_STRIP, _SAMPLE = 24, 10
_MACHINES = ("lift", "crusher", "crumble", "conveyor", "door")

LEGEND = (
    (WAY, "the proof's way"),
    (START, "start, exit"),
    (CHECKPOINT, "checkpoint"),
    (FOE, "foe (2: from the second loop)"),
    (CANDLE, "candle: what it holds"),
    (BLOCK, "block: what it holds"),
    (MACHINE, "machine, its way, door"),
    (SECTION, "section, in the order met"),
)
LEGEND_OF_REACH = ((WAY, "where the hero can stand"), (STOP, "no further; what he cannot get to"), *LEGEND[1:])


def note(picture: Image.Image, level: Level) -> None:
    """Writes the marks of a level over its picture, which is at 1x."""
    _darken(picture, level.sections)
    pen = ImageDraw.Draw(picture)
    for number, section in enumerate(level.sections, 1):
        box = _box(section)
        pen.rectangle(box, outline=SECTION)
        _say(pen, box[0] + 3, box[1] + 2, str(number), SECTION)
    for thing in level.things:
        _thing(pen, thing)
    x, y, w, h = level.exit
    pen.rectangle((x, y, x + w - 1, y + h - 1), outline=START)
    _body(pen, level.start[0], level.start[1], "start", START)
    for x, y in level.checkpoints:
        _body(pen, x, y, "", CHECKPOINT)


def with_legend(picture: Image.Image, legend: Sequence[tuple[Colour, str]]) -> Image.Image:
    """The picture with what its marks mean in lines below."""
    pen = ImageDraw.Draw(picture)
    rows: list[list[tuple[int, Colour, str]]] = [[]]
    at = 0
    for colour, text in legend:
        wide = 3 * _SAMPLE + int(pen.textlength(text))
        if rows[-1] and at + wide > picture.width:
            rows.append([])
            at = 0
        rows[-1].append((at, colour, text))
        at += wide
    whole = Image.new("RGB", (picture.width, picture.height + _STRIP * len(rows)), _PAPER)
    whole.paste(picture, (0, 0))
    pen = ImageDraw.Draw(whole)
    for row, entries in enumerate(rows):
        top = picture.height + row * _STRIP + 7
        for left, colour, text in entries:
            pen.rectangle((left + 8, top, left + 7 + _SAMPLE, top + _SAMPLE - 1), outline=colour, width=2)
            pen.text((left + 12 + _SAMPLE, top - 1), text, fill=SECTION)
    return whole


def _box(section: Section) -> tuple[int, int, int, int]:
    x, y = section.x * CELL, section.y * CELL
    return x, y, x + section.w * CELL - 1, y + section.h * CELL - 1


def _darken(picture: Image.Image, sections: Sequence[Section]) -> None:
    """What the camera never shows fades, so that the stage's shape is seen."""
    shade = Image.new("L", picture.size, _OUTSIDE)
    pen = ImageDraw.Draw(shade)
    for section in sections:
        pen.rectangle(_box(section), fill=255)
    picture.paste(Image.composite(picture, Image.new("RGB", picture.size, _PAPER), shade))


def _thing(pen: ImageDraw.ImageDraw, thing: Thing) -> None:
    x, y = thing.x, thing.y
    if thing.kind == "candle":
        pen.rectangle((x - 2, y - 13, x + 1, y - 1), fill=CANDLE)
        _say(pen, x, y - 24, thing.holds, CANDLE, "ma")
    elif thing.kind == "block":
        pen.rectangle((x - 8, y - 16, x + 7, y - 1), outline=BLOCK, width=2)
        _say(pen, x, y - 14, thing.holds, BLOCK, "ma")
    elif thing.kind in _MACHINES:
        _machine(pen, thing)
    else:
        _body(pen, x, y, thing.kind + (f" {thing.loop}" if thing.loop > 1 else ""), FOE)


def _machine(pen: ImageDraw.ImageDraw, thing: Thing) -> None:
    """Its top edge, the way that it goes, and its name."""
    half = max(CELL, thing.span) // 2
    pen.line((thing.x, thing.y, thing.x + thing.dx, thing.y + thing.dy), fill=MACHINE)
    for x, y in ((thing.x, thing.y), (thing.x + thing.dx, thing.y + thing.dy)):
        pen.rectangle((x - half, y - 2, x + half - 1, y + 1), outline=MACHINE)
    _say(pen, thing.x, thing.y - 14, thing.kind, MACHINE, "ma")


def _body(pen: ImageDraw.ImageDraw, x: int, y: int, name: str, colour: Colour) -> None:
    """A box as large as the hero, with a name over it."""
    pen.rectangle((x - 6, y - 28, x + 5, y - 1), outline=colour)
    _say(pen, x, y - 40, name, colour, "ma")


def _say(pen: ImageDraw.ImageDraw, x: int, y: int, text: str, colour: Colour, anchor: str = "la") -> None:
    """A word on dark ground, for it stands on any picture."""
    if text:
        pen.rectangle(tuple(_around(pen.textbbox((x, y), text, anchor=anchor))), fill=_PAPER)
        pen.text((x, y), text, fill=colour, anchor=anchor)


def _around(box: tuple[float, float, float, float]) -> Iterator[float]:
    yield from (box[0] - 1, box[1] - 1, box[2], box[3])

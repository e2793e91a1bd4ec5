"""What stands before the night on the title picture: mountains, bridge, keep, bats and the lamplighter, each drawn by one pen.

Places are pixels of the scene (see ``tools/title.py``). The moon stands left of the keep, so left edges are lit.
"""

from __future__ import annotations

from PIL import ImageDraw

NIGHT, INDIGO, BLUE, PALE = 0x0F, 0x02, 0x12, 0x32
AMBER, CREAM, EMBER = 0x27, 0x38, 0x16
"""Master-palette indices."""


def mountains(pen: ImageDraw.ImageDraw) -> None:
    ridge = [(0, 158), (18, 150), (34, 160), (52, 152), (70, 164), (96, 156), (230, 158), (244, 146), (256, 152)]
    pen.polygon([*ridge, (256, 190), (0, 190)], fill=INDIGO)
    pen.line(ridge, fill=BLUE)


def causeway(pen: ImageDraw.ImageDraw) -> None:
    """The bridge from the left, on arches."""
    pen.rectangle((0, 166, 112, 170), fill=NIGHT)
    pen.line((0, 165, 112, 165), fill=BLUE)
    for x in range(0, 112, 6):
        pen.rectangle((x, 162, x + 2, 165), fill=NIGHT)
        pen.point((x, 162), fill=BLUE)
    for x in range(4, 112, 20):
        pen.rectangle((x + 11, 170, x + 15, 214), fill=NIGHT)
        pen.line((x + 11, 172, x + 11, 200), fill=INDIGO)
        pen.polygon(((x - 5, 170), (x + 11, 178), (x + 15, 178), (x + 31, 170)), fill=NIGHT)


def _tower(pen: ImageDraw.ImageDraw, cx: int, top: int, width: int, bottom: int, roof: int) -> None:
    """A round tower; roof: height of its cone in pixels, or 0 for battlements. Moonlight on the left."""
    left, right = cx - width // 2, cx + width // 2
    pen.rectangle((left, top, right, bottom), fill=NIGHT)
    for y in range(top, bottom):
        pen.point((left, y), fill=BLUE)
        pen.line((left + 1, y, left + 1 + (y % 4 != 3) * width // 8, y), fill=INDIGO)
        if y % 8 == 3:
            pen.point([(left + width // 3 + (y * 5 + n * 7) % max(3, width // 2), y) for n in range(2)], fill=INDIGO)
    if roof:
        pen.polygon(((left - 3, top), (cx, top - roof), (right + 3, top)), fill=NIGHT)
        pen.polygon(((left - 3, top), (cx, top - roof), (cx - 1, top)), fill=INDIGO)
        pen.line(((left - 3, top), (cx, top - roof)), fill=BLUE)
        pen.line((cx, top - roof - 4, cx, top - roof), fill=NIGHT)
        pen.line((left - 3, top + 1, right + 3, top + 1), fill=NIGHT)
    else:
        pen.rectangle((left - 2, top, right + 2, top + 3), fill=NIGHT)
        pen.line((left - 2, top, left - 2, top + 3), fill=BLUE)
        for x in range(left - 2, right + 2, 4):
            pen.rectangle((x, top - 3, x + 1, top), fill=NIGHT)
            pen.point((x, top - 3), fill=BLUE)


def _window(pen: ImageDraw.ImageDraw, x: int, y: int, height: int = 5) -> None:
    pen.rectangle((x, y, x + 1, y + height), fill=AMBER)
    pen.point((x, y - 1), fill=AMBER)


def castle(pen: ImageDraw.ImageDraw) -> None:
    _tower(pen, 148, 92, 8, 150, 20)
    _tower(pen, 190, 106, 14, 160, 26)
    _tower(pen, 166, 98, 22, 172, 32)
    _tower(pen, 136, 116, 14, 172, 24)
    _tower(pen, 176, 122, 8, 150, 16)
    pen.rectangle((128, 134, 206, 172), fill=NIGHT)
    _tower(pen, 210, 128, 14, 172, 22)
    _tower(pen, 116, 136, 14, 172, 0)
    _tower(pen, 228, 146, 16, 172, 0)
    pen.rectangle((110, 152, 236, 172), fill=NIGHT)
    for x in range(124, 222, 6):
        pen.rectangle((x, 149, x + 2, 152), fill=NIGHT)
        pen.line((x, 149, x + 1, 149), fill=BLUE)
        pen.line((x + 3, 152, x + 5, 152), fill=BLUE)
    for x, y in (
        (140, 158),
        (152, 162),
        (178, 157),
        (196, 163),
        (214, 158),
        (186, 168),
        (146, 168),
        (206, 168),
        (134, 138),
        (150, 145),
        (176, 136),
        (192, 146),
        (200, 138),
        (146, 136),
    ):
        pen.line((x, y, x + 4, y), fill=INDIGO)
    pen.pieslice((114, 157, 128, 175), 180, 360, fill=AMBER)
    pen.rectangle((114, 165, 128, 172), fill=AMBER)
    for x in range(116, 128, 4):
        pen.line((x, 158, x, 172), fill=NIGHT)
    pen.line((114, 166, 128, 166), fill=NIGHT)
    for x, y in (
        (166, 106),
        (162, 118),
        (170, 130),
        (136, 124),
        (190, 114),
        (210, 136),
        (148, 100),
        (160, 142),
        (184, 140),
        (140, 142),
        (228, 156),
    ):
        _window(pen, x, y)
    pen.pieslice((158, 154, 174, 170), 180, 360, fill=AMBER)
    pen.rectangle((158, 162, 174, 166), fill=AMBER)
    for x in (162, 166, 170):
        pen.line((x, 154, x, 166), fill=NIGHT)
    pen.line((158, 162, 174, 162), fill=NIGHT)


def bats(pen: ImageDraw.ImageDraw) -> None:
    for x, y, span in ((74, 94, 6), (100, 84, 4), (60, 112, 4), (108, 104, 3)):
        for side in (-1, 1):
            pen.line((x, y, x + side * span // 2, y - span // 2, x + side * span, y), fill=NIGHT)
            pen.line((x, y + 1, x + side * span // 2, y - span // 2 + 1), fill=NIGHT)
        pen.point(((x, y - 1), (x, y + 2)), fill=NIGHT)


def foreground(pen: ImageDraw.ImageDraw) -> None:
    """The near crag with the lamplighter on it, looking up."""
    pen.polygon(((0, 196), (20, 197), (34, 200), (42, 208), (46, 220), (62, 256), (0, 256)), fill=NIGHT)
    pen.line(((0, 196), (20, 197), (34, 200), (42, 208), (46, 220), (62, 256)), fill=BLUE)
    for x0, y0, x1, y1 in ((36, 204, 32, 214), (28, 202, 22, 212), (44, 216, 38, 228), (14, 200, 8, 208), (30, 220, 26, 230)):
        pen.line((x0, y0, x1, y1), fill=INDIGO)
    figure = (
        "...####.....",
        "..#bbb##....",
        ".#bb####....",
        ".#b#####....",
        ".##b####....",
        "..######....",
        ".#bb####....",
        "#bb#######..",
        "#b#########.",
        "#b#####.###.",
        "#b#####..##.",
        "#b#####..#..",
        "#b#####.aca.",
        "#b#####acwca",
        "#b#####acwca",
        "#b######aca.",
        "##b####..#..",
        ".##.###.....",
        ".##.###.....",
        ".##.##......",
        ".##.###.....",
        ".##..##.....",
    )
    inks = {"#": NIGHT, "b": BLUE, "a": AMBER, "c": AMBER, "w": CREAM}
    for y, row in enumerate(figure):
        for x, char in enumerate(row):
            if char in inks:
                pen.point((22 + x, 178 + y), fill=inks[char])

"""Moving pictures of the six stages: ``python -m tools.clips --out FOLDER`` plays the shipped replays and writes a GIF of each.

A clip is the middle of the way and the end of the boss. ``--sheet`` also writes a still of every so many seconds, to look a whole
stage over at once.
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import numpy as np
import pygame
from numpy.typing import NDArray

from game.clip import encode
from game.context import Context
from game.files import ROOT, user_folders
from game.flow import open_game
from game.look import Comfort
from game.picture_file import save_picture
from game.present import HEIGHT, WIDTH
from game.replay import Playback, read_replay
from game.run import Run
from game.stage import load_stage
from game.view.level_view import LevelView
from generator.files import replace_file

_STEPS = 3
_SPAN = 6 * 60
"""Steps of each of the two parts."""
_STILLS = 24
_COLUMNS = 6


def film(context: Context, path: Path, comfort: Comfort | None = None) -> list[pygame.Surface]:
    """A stage's replay as canvases, one for every third step."""
    level_path = ROOT / "levels" / "maps" / f"{path.stem}.tmx"
    stage = load_stage(Run((level_path,)), context.library, context.progress)
    playback = Playback(read_replay(path), stage.level_map.level)
    view = LevelView(context.sprites, context.font, stage.level_map, stage.coat, comfort)
    frames = []
    while not playback.done:
        view.update(playback.world, playback.world.step(playback.next_buttons()))
        playback.verify()
        if playback.world.frame % _STEPS == 0:
            canvas = pygame.Surface((WIDTH, HEIGHT), depth=32)
            view.draw(canvas, playback.world)
            frames.append(canvas)
    return frames


def highlights(frames: list[pygame.Surface]) -> list[NDArray[np.int32]]:
    """The middle and the end, as (240, 256) arrays of 0xRRGGBB."""
    part = _SPAN // _STEPS
    middle = len(frames) // 3
    chosen = frames[middle : middle + part] + frames[-part:]
    return [pygame.surfarray.array2d(frame).T & 0xFFFFFF for frame in chosen]


def sheet(frames: list[pygame.Surface]) -> pygame.Surface:
    """Stills from beginning to end, in reading order."""
    picked = [frames[n * (len(frames) - 1) // (_STILLS - 1)] for n in range(_STILLS)]
    picture = pygame.Surface((WIDTH * _COLUMNS, HEIGHT * -(-_STILLS // _COLUMNS)), depth=32)
    for n, frame in enumerate(picked):
        picture.blit(frame, (n % _COLUMNS * WIDTH, n // _COLUMNS * HEIGHT))
    return picture


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--sheet", action="store_true", help="also write stills of the whole way")
    args = parser.parse_args()
    os.environ.update(SDL_VIDEODRIVER="dummy", SDL_AUDIODRIVER="dummy")
    context = open_game(user_folders())
    for path in sorted((ROOT / "assets" / "replays").glob("*.replay")):
        frames = film(context, path)
        replace_file(args.out / f"{path.stem}.gif", encode(highlights(frames)))
        if args.sheet:
            save_picture(sheet(frames), args.out / f"{path.stem}.png")
        print(f"{path.stem}: {len(frames) * _STEPS / 60:.0f} s", flush=True)


if __name__ == "__main__":
    main()

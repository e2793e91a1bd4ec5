"""`play` as the command line knows it."""

from __future__ import annotations

import os
from argparse import Namespace

from generator.errors import UserError


def play(args: Namespace) -> int:
    """Play, watch a replay, or run without a display.

    args: level, pack, replay, record, screenshot (paths or None), seed (a code, may be empty), headless, frames (or None).
    Returns the exit code: 1 when a replay diverges. Raises UserError for anything wrong with the files named.
    """
    os.environ.setdefault("PYGAME_HIDE_SUPPORT_PROMPT", "1")
    if args.headless:
        from game.headless import run_headless

        return run_headless(args)
    return _play_in_window(args)


def _play_in_window(args: Namespace) -> int:
    import pygame

    from game.app import App
    from game.files import user_folders
    from game.flow import open_game
    from game.picture_file import save_picture
    from game.request import first_screen

    context = open_game(user_folders())
    app = App(context)
    first = first_screen(context, args)
    try:
        app.open()
    except pygame.error as error:
        raise UserError(f"no window can be opened ({error}); without a display use --headless --frames N") from None
    try:
        app.run(first(), args.frames)
        if args.screenshot:
            save_picture(app.canvas, args.screenshot)
            print(f"wrote {args.screenshot}")
    finally:
        context.stack.clear()
        context.stack.settle()
        context.mixer.close()  # after the screens: a pause lets the sound go on as it leaves
        pygame.quit()
    return 0

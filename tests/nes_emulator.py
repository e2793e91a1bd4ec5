"""A real NES emulator (fceux) without a window to look at: what picture does it show after these buttons?"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

FCEUX = shutil.which("fceux") or shutil.which("fceux", path="/usr/games")
XVFB = shutil.which("Xvfb")
MISSING = "" if FCEUX and XVFB else "needs the packages fceux and xvfb"

_SCRIPT = """
emu.speedmode("maximum")
local out = io.open("%(out)s", "wb")
local before = {}
local function note()
    for address = 0, 15 do before[address + 1] = string.char(memory.readbyte(address)) end
end
local function shoot()
    out:write(table.concat(before))
    for y = 0, 239 do
        local line = {}
        for x = 0, 255 do
            local _, _, _, colour = emu.getscreenpixel(x, y, true)
            line[x + 1] = string.char(colour %% 64)
        end
        out:write(table.concat(line))
    end
end
local function run(frames, buttons, each)
    for frame = 1, frames do
        joypad.set(1, buttons)
        note()
        emu.frameadvance()
        if each then shoot() end
    end
end
%(steps)s
out:close()
os.exit(0)
"""
_SHOT = 16 + 240 * 256


@dataclass(frozen=True, slots=True)
class Step:
    """Hold these buttons (``left``, ``B`` ...) for so many frames. shoot: take a picture of every one, not only of the last."""

    frames: int
    buttons: tuple[str, ...] = ()
    shoot: bool = False


@dataclass(frozen=True, eq=False)
class Shot:
    """picture: (240, 256) uint8 master indices, as the emulator keeps them.

    memory: the first 16 bytes of RAM when the frame began: what the picture was made from.
    """

    picture: np.ndarray
    memory: bytes


@contextmanager
def display() -> Iterator[str]:
    """The name of an X display that nobody sees."""
    assert XVFB
    read, write = os.pipe()
    server = subprocess.Popen(
        [XVFB, "-displayfd", str(write), "-screen", "0", "640x480x24", "-nolisten", "tcp"], pass_fds=[write], stderr=subprocess.DEVNULL
    )
    os.close(write)
    try:
        with os.fdopen(read) as pipe:
            number = pipe.readline().strip()
        assert number, "Xvfb gave no display"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait()


def play(rom: bytes, steps: Sequence[Step], screen: str, *, exact_ppu: bool = False) -> list[Shot]:
    """Run a cartridge from power-on through the steps: a shot after each step, or one a frame where it says so.

    exact_ppu: with fceux's picture unit that works pixel by pixel, instead of the one that works line by line.
    """
    assert FCEUX
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "show.nes").write_bytes(rom)
        (folder / "steps.lua").write_text(_SCRIPT % {"out": folder / "shots", "steps": "\n".join(map(_line, steps))}, "utf-8")
        settings = {"DISPLAY": screen, "HOME": name, "QT_QPA_PLATFORM": "xcb", "SDL_AUDIODRIVER": "dummy", "XDG_RUNTIME_DIR": name}
        command = [FCEUX, "--no-config", "1", "--sound", "0", "--newppu", str(int(exact_ppu))]
        command += ["--loadlua", str(folder / "steps.lua"), str(folder / "show.nes")]
        run = subprocess.run(command, env=os.environ | settings, capture_output=True, text=True, timeout=120, check=False)
        data = (folder / "shots").read_bytes() if (folder / "shots").exists() else b""
    wanted = sum(step.frames if step.shoot else 1 for step in steps)
    assert len(data) == wanted * _SHOT, (
        f"the emulator took {len(data) / _SHOT} of {wanted} shots:\n{run.stdout[-800:]}\n{run.stderr[-800:]}"
    )
    return [_shot(data[place : place + _SHOT]) for place in range(0, len(data), _SHOT)]


def _line(step: Step) -> str:
    held = ", ".join(f"{button} = true" for button in step.buttons)
    call = f"run({step.frames}, {{{held}}}, {'true' if step.shoot else 'false'})"
    return call if step.shoot else f"{call} shoot()"


def _shot(data: bytes) -> Shot:
    return Shot(np.frombuffer(data[16:], dtype=np.uint8).reshape(240, 256), data[:16])

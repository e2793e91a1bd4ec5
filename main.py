#!/usr/bin/env python3
"""Dreamkeep: a retro platformer whose castle is dreamt by a neural network.

``python main.py`` plays. ``python main.py VERB --help`` says the rest. A verb imports what it needs when it runs,
so that playing never loads what only training uses. Exit codes: 0 done, 1 a check found problems or a level cannot be
finished, 2 bad input, 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import argparse
import difflib
import os
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import NoReturn

from game.version import VERSION
from generator.errors import UserError

INTERRUPTED = 130


class Parser(argparse.ArgumentParser):
    """argparse that tells a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        raise UserError(f"{message} (see: {self.prog} --help)")


def play(args: argparse.Namespace) -> int:
    from game.cli import play as run

    return run(args)


def train(args: argparse.Namespace) -> int:
    try:
        from generator.train import run
        from generator.train_config import TrainConfig
    except ModuleNotFoundError as missing:
        raise _without_torch(missing) from None
    names = ("data", "out", "minutes", "steps", "resume", "device", "batch", "width", "seed", "hold_out", "save_every")
    return run(TrainConfig(**{name: getattr(args, name) for name in names}))


def _without_torch(missing: ModuleNotFoundError) -> Exception:
    """What to say where torch is missing; another missing module is a fault of ours."""
    if missing.name != "torch":
        return missing
    hint = "install it with: python -m pip install -c constraints.txt '.[train]'"
    return UserError(f"training and measuring need torch, which playing and dreaming do without; {hint}")


def measure(args: argparse.Namespace) -> int:
    from game.console import print_table, progress_bar

    try:
        from generator.measure_command import MeasureConfig, run
    except ModuleNotFoundError as missing:
        raise _without_torch(missing) from None
    if args.train_reference and not args.reference:
        raise UserError("--train-reference: name the file to write with --reference FILE")
    options = {name: getattr(args, name) for name in ("data", "held_out", "json", "reference", "windows")}
    with progress_bar("measuring") as tell:
        model = args.model or Path(__file__).parent / "assets" / "models" / "dreamer.safetensors"
        table = run(MeasureConfig(model=model, train_minutes=args.train_reference, **options), tell)
    print_table(("figure", "dreams", "plain DCGAN", "real, other packs"), table.rows())
    print(f"against {args.windows} windows of {', '.join(table.held_out)}")
    for warning in table.warnings:
        _say(f"warning: {warning}")
    return 0


def dream(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the sums are small: on a busy machine, threads only wait for each other
    from game.console import progress_bar
    from game.files import user_folders
    from generator.dream import dream as paint
    from generator.gallery import write_gallery
    from generator.merit import merit
    from generator.pack import write_pack

    if not (args.seed or args.like or args.cross):
        raise UserError("a dream needs --seed CODE, --like PICTURE or --cross PACK PACK (see: main.py dream --help)")
    paint = partial(paint, model_path=args.model, like=args.like, cross=args.cross, way=args.mix)
    if not args.gallery:
        with progress_bar("dreaming") as tell:
            pack = paint(args.seed, progress=tell)
        folder = args.out or user_folders().packs / pack.id
        write_pack(pack, folder)
        print(f"wrote {folder}: look at preview.png; see it in play: python main.py play --level levels/maps/01-gate.tmx --pack {folder}")
        return 0
    stem = args.seed or "-".join(path.resolve().stem for path in (args.cross or [args.like]))
    picture = args.out or Path("dreams") / f"gallery-{stem}.png"
    seeds = [f"{stem}-{n:02}" for n in range(1, args.gallery + 1)]
    with progress_bar("dreaming") as tell:
        packs = []
        for n, seed in enumerate(seeds):
            tell(n / len(seeds), seed)
            packs.append(paint(seed))
    write_gallery(packs, picture)
    best = sorted(packs, key=merit, reverse=True)[:3]
    print(f"wrote {picture}; the most readable by its scores: {', '.join(pack.seed for pack in best)}")
    print(f"paint one: the same command with --seed {best[0].seed} and without --gallery")
    return 0


def audit(args: argparse.Namespace) -> int:
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # tiles are measured on all cores as it is
    from game.console import print_table, progress_bar
    from generator.audit_command import audit_pack

    with progress_bar("reading the corpus") as tell:
        done = audit_pack(args.pack, args.corpus, args.out, progress=lambda n, of, what: tell(n / max(1, of), what))
    print_table(("tile", "pixels apart", "nearest is of", "its own neighbour", ""), done.rows)
    found = done.audit
    print(
        f"{found.copies} copies among {found.tiles} tiles, compared with {found.corpus}; median distance {found.median:.1f} pixels of 256"
    )
    print(
        f"{done.plain} plain tiles (flat, one edge, stripes, noise) were not judged; wrote {done.report}"
        + (f" and {args.pack}/pack.toml" * done.kept)
    )
    return 0


def build(args: argparse.Namespace) -> int:
    if args.report:
        from game.survey import report_on

        return report_on(args)
    if args.count:
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # the processes have the cores
        from game.survey import build_many

        return build_many(args)
    from levels.commands import build_file

    if args.seed is None:
        raise UserError("build needs --seed CODE, any word (or --count N: so many)")
    if args.castle:
        return _build_castle(args)
    args.stage = args.stage or 1
    out = args.out or Path("dreams") / f"{args.seed}-{args.stage}.tmx"
    answer = build_file(args.seed, out, stage=args.stage, pack=args.pack, picture=args.picture, tell=_say)
    print(*answer.lines, f"play it: python main.py play --level {out}" + (f" --pack {args.pack}" if args.pack else ""), sep="\n")
    return 0


def _build_castle(args: argparse.Namespace) -> int:
    from game.console import progress_bar
    from levels.castle import raise_castle

    folder = args.out or Path("dreams") / f"castle-{args.seed}"
    fallen = 0
    with progress_bar("building") as tell:
        for n, raised in enumerate(raise_castle(args.seed, folder), 1):
            tell(n / 6, raised.path.stem)
            print(raised.line)
            fallen += not raised.draws
    print(f"wrote {folder}: six maps with their proofs" + (f"; {fallen} of them shipped ones" if fallen else ""))
    print(f"walk through it: NEW CASTLE, ENTER A CODE, {args.seed.lower()}; or a stage: python main.py play --level {raised.path}")
    return 0


def prove(args: argparse.Namespace) -> int:
    from levels.commands import prove_file

    answer = prove_file(args.file, out=args.out, picture=args.picture)
    print(*answer.lines, sep="\n")
    return 0 if answer.finished else 1


def bot(args: argparse.Namespace) -> int:
    from game.bot.commands import bot as run

    return run(args)


def export(args: argparse.Namespace) -> int:
    from levels.cartridge import export_file

    print(*export_file(args.path, args.nes, pack=args.pack, section=args.section), sep="\n")
    return 0


def _say(line: str) -> None:
    print(line, file=sys.stderr)


def check(args: argparse.Namespace) -> int:
    from levels.check import check_path

    problems = 0
    for path in args.paths:
        findings = check_path(path)
        for finding in findings:
            print(finding if finding.fatal else f"note: {finding}")
        faults = sum(finding.fatal for finding in findings)
        if not faults:
            print(f"{path}: all right")
        problems += faults
    return 1 if problems else 0


def _whole(least: int, most: int) -> Callable[[str], int]:
    """An argparse type: a whole number from least to most."""

    def parse(text: str) -> int:
        if not text.lstrip("-").isascii() or not text.lstrip("-").isdigit() or not least <= int(text) <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from {least} to {most}")
        return int(text)

    return parse


def _minutes(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1e6:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of minutes above 0")
    return value


def _add_play(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--level", type=Path, metavar="FILE", help="a .tmx to play instead of the castle's six stages")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="a tile-set pack to dress the level with")
    parser.add_argument("--seed", default="", metavar="CODE", help="seed of the run's chances (enemy timing, drops)")
    parser.add_argument("--replay", type=Path, metavar="FILE", help="play a recorded run, or a level's proof, instead of a player")
    parser.add_argument("--record", type=Path, metavar="FILE", help="write this run's replay here")
    parser.add_argument("--headless", action="store_true", help="no window and no sound; needs --frames or --replay")
    parser.add_argument("--frames", type=_whole(1, 10_000_000), metavar="N", help="stop after N frames (60 a second)")
    parser.add_argument("--screenshot", type=Path, metavar="FILE", help="write the last frame as a PNG")


def _add_train(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data", type=Path, required=True, metavar="DIR", help="a folder of pictures: tile sheets, single tiles, screenshots"
    )
    parser.add_argument(
        "--out", type=Path, default=Path("runs/dreamer.safetensors"), metavar="FILE", help="the model (default: %(default)s)"
    )
    length = parser.add_mutually_exclusive_group()
    length.add_argument(
        "--minutes", type=_minutes, metavar="M", help="train this long (default: 60); in the last third learning rates fall"
    )
    length.add_argument("--steps", type=_whole(1, 100_000_000), metavar="N", help="train this many steps")
    parser.add_argument(
        "--resume",
        action="store_true",
        help="go on from where the run that wrote --out stopped; with a larger budget than before, learning rates rise again",
    )
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"), help="default: %(default)s")
    parser.add_argument(
        "--batch", type=_whole(2, 4096), default=32, metavar="N", help="windows a step, of all processes (default: %(default)s)"
    )
    parser.add_argument(
        "--width", type=_whole(4, 1024), default=96, metavar="N", help="channels of the widest picture layer (default: %(default)s)"
    )
    parser.add_argument("--seed", type=_whole(0, 2**31 - 1), default=1, metavar="N", help="default: %(default)s")
    parser.add_argument(
        "--hold-out", default="", metavar="PACKS", help="packs (sub-folders) to leave out, with commas, or how many: for `measure`"
    )
    parser.add_argument(
        "--save-every",
        type=_whole(1, 1_000_000),
        default=500,
        metavar="N",
        help="steps between samples, each with a save (default: %(default)s)",
    )


def _add_measure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="FILE", help="default: the model that comes with the game")
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the pictures that the model was trained on, and others")
    parser.add_argument(
        "--held-out",
        default="",
        metavar="PACKS",
        help="packs to measure against, with commas, or how many (default: the model's own, or 4)",
    )
    parser.add_argument(
        "--windows", type=_whole(16, 100_000), default=512, metavar="N", help="pictures of each kind (default: %(default)s)"
    )
    parser.add_argument("--reference", type=Path, metavar="FILE", help="a plain DCGAN to measure beside it, trained before or now")
    parser.add_argument(
        "--train-reference", type=_minutes, metavar="M", help="train it first, for M minutes of computing, without the held-out packs"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures here")


def _add_dream(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", default="", metavar="CODE", help="any word: one seed paints the same tiles on every machine")
    after = parser.add_mutually_exclusive_group()
    after.add_argument("--like", type=Path, metavar="PICTURE", help="in the colours and the mood of a picture")
    after.add_argument("--cross", type=Path, nargs=2, metavar="PACK", help="between two dreamt packs")
    parser.add_argument(
        "--mix", default="half", choices=("half", "families"), help="with --cross: half-way, or each kind of thing after one of the two"
    )
    parser.add_argument("--model", type=Path, metavar="FILE", help="default: the model that comes with the game")
    parser.add_argument("--out", type=Path, metavar="DIR", help="default: your packs folder, where the game lists it")
    parser.add_argument("--gallery", type=_whole(1, 400), metavar="N", help="paint N dreams on one contact sheet instead of one pack")


def _add_audit(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", type=Path, metavar="PACK", help="a tile-set pack's folder")
    parser.add_argument("--corpus", type=Path, required=True, metavar="DIR", help="the pictures that the model was trained on")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the page with both side by side (default: dreams/audit-ID.html)")


def _add_build(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--seed", metavar="CODE", help="any word: one seed builds the same level on every machine")
    parser.add_argument("--stage", type=_whole(1, 6), metavar="1..6", help="which stage's plan and mood (default: 1; of --count, all)")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="the tile set it wears (default: the stage's own)")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the .tmx (default: dreams/SEED-STAGE.tmx); of --count, a folder for all")
    parser.add_argument(
        "--picture",
        type=Path,
        metavar="FILE",
        help="also draw the whole stage: sections, things, the proof's path, and a legend; of --count, the plot and the most alike",
    )
    parser.add_argument("--castle", action="store_true", help="all six stages, into the folder --out (default: dreams/castle-SEED)")
    many = parser.add_argument_group("many levels, and a report on them")
    many.add_argument(
        "--count", type=_whole(1, 100_000), metavar="N", help="build N castles, or N levels of --stage; --seed begins their seeds"
    )
    many.add_argument("--jobs", type=_whole(1, 64), default=1, metavar="J", help="processes (default: %(default)s)")
    many.add_argument(
        "--bot", type=_whole(1, 100_000), nargs="?", const=100_000, default=0, metavar="N", help="the bot plays the first N too (or all)"
    )
    many.add_argument(
        "--json",
        type=Path,
        metavar="FILE",
        help="write all numbers here; levels are kept as they come in FILE with .jsonl, and the same command goes on from there",
    )
    many.add_argument("--report", type=Path, nargs="+", metavar="FILE", help="build nothing: the report on what such files hold together")


def _add_prove(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE", help="a .tmx")
    parser.add_argument("--out", type=Path, metavar="FILE", help="the input log (default: FILE with .proof.json)")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="draw the way, or how far the hero gets")


def _add_bot(parser: argparse.ArgumentParser) -> None:
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--level", type=Path, metavar="FILE", help="a .tmx to play")
    what.add_argument("--stages", action="store_true", help="play the castle's six stages (what happens with none of these)")
    what.add_argument("--generated", type=_whole(1, 10_000), metavar="N", help="build N levels, stage by stage in turn, and play them")
    parser.add_argument("--seed", default="bot", metavar="CODE", help="first part of the generated levels' seeds (default: %(default)s)")
    parser.add_argument("--seeds", type=_whole(1, 1000), default=1, metavar="N", help="play each level with the chances 0 to N - 1")
    parser.add_argument("--jobs", type=_whole(1, 64), default=1, metavar="J", help="processes (default: %(default)s)")
    parser.add_argument(
        "--reaction", type=_whole(0, 60), default=0, metavar="N", help="act N frames late and unsure of chances; 0 foresees all"
    )
    parser.add_argument("--whip", type=_whole(1, 3), default=1, metavar="1..3", help="the whip to begin with (default: %(default)s)")
    parser.add_argument("--loop", type=_whole(1, 9), default=1, metavar="N", help="which way through the castle (default: %(default)s)")
    parser.add_argument("--record", type=Path, metavar="DIR", help="write each attempt's replay here")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all numbers here")


def _add_export(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("path", type=Path, metavar="PATH", help="a pack folder or a .tmx")
    parser.add_argument("--nes", type=Path, required=True, metavar="DIR", help="where the .nes, .chr, .pal and .nam files go")
    parser.add_argument("--pack", type=Path, metavar="DIR", help="the tile set the level wears (default: its own)")
    parser.add_argument("--section", type=_whole(1, 9999), metavar="N", help="only the level's section N (default: all of them)")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("paths", type=Path, nargs="+", metavar="PATH", help="a pack folder, a .tmx, a model, a proof")


VERBS: dict[str, tuple[Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None], str]] = {
    "play": (play, _add_play, "play the game (what happens with no verb)"),
    "dream": (dream, _add_dream, "paint a tile-set pack from a seed"),
    "build": (build, _add_build, "build a level from a seed, with a proof that it can be finished"),
    "prove": (prove, _add_prove, "can this level be finished? plays it and writes the input log"),
    "check": (check, _add_check, "is this pack, level, model or proof all right?"),
    "bot": (bot, _add_bot, "let the bot play levels with their enemies, and say how it went"),
    "export": (export, _add_export, "write a pack or a level for the NES: patterns, name tables, palette and a cartridge image"),
    "audit": (audit, _add_audit, "is this pack's art its own, or near copies of training tiles?"),
    "measure": (measure, _add_measure, "how good are a model's dreams? beside a plain DCGAN and real pictures"),
    "train": (train, _add_train, "train a dreamer of your own on a folder of pictures"),
}


def make_parser() -> Parser:
    """The whole command line."""
    parser = Parser(prog="main.py", description=__doc__.split("\n\n")[0], epilog="With no verb: play.")
    parser.add_argument("--version", action="version", version=f"Dreamkeep {VERSION}")
    verbs = parser.add_subparsers(dest="verb", metavar="VERB", parser_class=Parser)
    for name, (_, add, text) in VERBS.items():
        add(verbs.add_parser(name, help=text, description=text[0].upper() + text[1:] + "." * (text[-1] != "?")))
    return parser


def _with_verb(arguments: Sequence[str]) -> list[str]:
    """Put the verb `play` in front where there is none."""
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        return ["play", *arguments]
    verb = arguments[0]
    if not verb.startswith("-") and verb not in VERBS:
        near = difflib.get_close_matches(verb, VERBS, 1)
        raise UserError(f"unknown verb {verb!r}; " + (f"did you mean {near[0]!r}?" if near else f"there are: {', '.join(VERBS)}"))
    return list(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run one command line; returns the exit code."""
    try:
        args = make_parser().parse_args(_with_verb(arguments))
        return VERBS[args.verb][0](args)
    except UserError as mistake:
        print(f"error: {mistake}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

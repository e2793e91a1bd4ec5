"""What a dreamer and a builder wait for."""

from __future__ import annotations

from benchmarks.timing import Row, fresh_process, median, percentile, seconds


def rows() -> list[Row]:
    """Painting a tile-set pack cold and warm, and building levels with their proofs."""
    return [*_dreams(), _levels()]


def _dreams() -> list[Row]:
    from generator.dream import dream

    cold = fresh_process("from generator.dream import dream; dream('bench')", 3)
    dream("bench")
    warm = seconds(lambda: dream("bench"), 5)
    return [
        Row("dream a pack, cold", f"{median(cold):.2f} s", "median of 3 new processes"),
        Row("dream a pack, warm", f"{median(warm):.2f} s", "median of 5 in one process"),
    ]


def _levels() -> Row:
    from levels.build import build_proved

    jobs = iter([(f"bench-{n}", stage) for n in range(3) for stage in range(1, 7)])
    spans = seconds(lambda: build_proved(*next(jobs)), 18)
    return Row(
        "build a level and its proof",
        f"{median(spans):.2f} s, slowest {percentile(spans, 100):.2f} s",
        "18 levels, three seeds of each stage",
    )

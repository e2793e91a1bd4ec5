"""Training speed beside the article's network, the plain DCGAN of 64x64 pixels, in the same run.

The reference is ``generator.reference``, in float32 and batches of 64 as people run it. Ours runs as ``train`` runs it. Both are
given windows made on the spot, so nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.timing import Row, median, seconds

OUR_BATCH = 32
ROUNDS, STEPS = 5, 2


def rows() -> list[Row]:
    """Images a second of both, taken in turns so that other work on the machine slows both down, and their ratio."""
    from generator.reference import BATCH

    reference, ours = reference_step(), our_step()
    spans: dict[str, list[float]] = {"reference": [], "ours": []}
    reference(), ours()
    for _ in range(ROUNDS):
        spans["reference"] += seconds(reference, STEPS)
        spans["ours"] += seconds(ours, STEPS)
    plain = BATCH / median(spans["reference"])
    rate = OUR_BATCH / median(spans["ours"])
    how = f"median of {ROUNDS * STEPS} steps, in turns"
    return [
        Row("train, plain DCGAN of width 64", f"{plain:.0f} images/s", f"float32, {how}"),
        Row("train, ours", f"{rate:.0f} images/s = {rate / plain:.2f} x", f"as `train` runs it, {how}"),
    ]


def our_step() -> Callable[[], object]:
    """One step of our networks, both of them."""
    from generator.batches import Batches
    from generator.devices import has_bfloat16, pick_device
    from generator.gan import Gan, Rates
    from generator.network import Shape
    from generator.records import window_dtype

    rng = np.random.default_rng(0)
    windows = np.zeros(256, window_dtype())
    windows["pattern"] = rng.integers(0, 4, (256, 64, 64))
    windows["roles"] = rng.integers(0, 15, (256, 4, 4))
    shape, device = Shape(), pick_device("cpu")
    gan = Gan(shape, Rates(), 1, 0, device, has_bfloat16(device))
    batches = Batches(windows, OUR_BATCH, shape.theme, shape.texture, 0)
    return lambda: gan.step(batches.at(0), 0)


def reference_step() -> Callable[[], object]:
    """One step of the plain DCGAN: discriminator on real and on fake pictures, then generator."""
    import torch

    from generator.reference import BATCH, Reference

    reference = Reference()
    real = torch.rand(BATCH, 3, 64, 64) * 2 - 1
    return lambda: reference.step(real)

"""Training speed beside the article's network, the plain DCGAN of 64x64 pixels, in the same run.

The reference is that of pytorch/examples (2015's architecture: width 64, batch norm, Adam) as people run it: float32, binary
cross-entropy, batches of 64. Ours runs as ``train`` runs it. Both are given windows made on the spot, so nothing is read.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from benchmarks.timing import Row, median, seconds

REFERENCE_BATCH, OUR_BATCH = 64, 32
ROUNDS, STEPS = 5, 2


def rows() -> list[Row]:
    """Images a second of both, taken in turns so that other work on the machine slows both down, and their ratio."""
    reference, ours = reference_step(), our_step()
    spans: dict[str, list[float]] = {"reference": [], "ours": []}
    reference(), ours()
    for _ in range(ROUNDS):
        spans["reference"] += seconds(reference, STEPS)
        spans["ours"] += seconds(ours, STEPS)
    plain = REFERENCE_BATCH / median(spans["reference"])
    rate = OUR_BATCH / median(spans["ours"])
    how = f"median of {ROUNDS * STEPS} steps, in turns"
    return [
        Row("train, plain DCGAN of width 64", f"{plain:.0f} images/s", f"float32, {how}"),
        Row("train, ours", f"{rate:.0f} images/s = {rate / plain:.2f} x", f"as `train` runs it, {how}"),
    ]


def our_step() -> Callable[[], object]:
    """One step of our networks, both of them."""
    from generator.batches import Batches
    from generator.corpus import window_dtype
    from generator.devices import has_bfloat16, pick_device
    from generator.gan import Gan, Rates
    from generator.network import Shape

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
    from torch import nn
    from torch.nn import functional as F

    def up(i: int, o: int, stride: int, padding: int) -> list[nn.Module]:
        return [nn.ConvTranspose2d(i, o, 4, stride, padding, bias=False), nn.BatchNorm2d(o), nn.ReLU(True)]

    def down(i: int, o: int) -> list[nn.Module]:
        return [nn.Conv2d(i, o, 4, 2, 1, bias=False), nn.BatchNorm2d(o), nn.LeakyReLU(0.2, True)]

    w = 64
    generator = nn.Sequential(
        *up(100, 8 * w, 1, 0),
        *up(8 * w, 4 * w, 2, 1),
        *up(4 * w, 2 * w, 2, 1),
        *up(2 * w, w, 2, 1),
        nn.ConvTranspose2d(w, 3, 4, 2, 1),
        nn.Tanh(),
    )
    first = [nn.Conv2d(3, w, 4, 2, 1, bias=False), nn.LeakyReLU(0.2, True)]
    judge = nn.Sequential(*first, *down(w, 2 * w), *down(2 * w, 4 * w), *down(4 * w, 8 * w), nn.Conv2d(8 * w, 1, 4), nn.Flatten())
    painter_adam = torch.optim.Adam(generator.parameters(), 2e-4, (0.5, 0.999))
    judge_adam = torch.optim.Adam(judge.parameters(), 2e-4, (0.5, 0.999))
    real = torch.rand(REFERENCE_BATCH, 3, 64, 64) * 2 - 1
    yes, no = torch.ones(REFERENCE_BATCH, 1), torch.zeros(REFERENCE_BATCH, 1)

    def step() -> None:
        fake = generator(torch.randn(REFERENCE_BATCH, 100, 1, 1))
        judge_adam.zero_grad()
        for picture, answer in ((real, yes), (fake.detach(), no)):
            F.binary_cross_entropy_with_logits(judge(picture), answer).backward()
        judge_adam.step()
        painter_adam.zero_grad()
        F.binary_cross_entropy_with_logits(judge(fake), yes).backward()
        painter_adam.step()

    return step

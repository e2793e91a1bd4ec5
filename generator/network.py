"""The two networks: a generator that paints one 16x16 cell at a time, and a discriminator that judges whole windows.

The generator has three stages. Every cell gets a *code*: its role and those around it (two 3x3 convolutions over the role
map, which is how edges and corners come to be), the theme of the picture and a texture of its own. A DCGAN-like pyramid
grows the code to 4x4 and 8x8 positions of 2x2 pixels; after each step a batch norm without parameters is scaled and shifted by the
code, so that a cell can't ignore what it is. Cells never look at each other's pixels: equal codes give equal tiles, as on
an NES name table, and a screen of any size is painted as the windows of the training were. What would otherwise be a flaw
of zero padding, that it tells a convolution where the border is, tells it here where the *tile* ends.

The heads emit logits of what an NES holds: four values a pixel, four sub-palettes a cell, thirteen colours a theme.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional as F
from torch.nn.utils.parametrizations import spectral_norm

from generator.crew import Crew
from generator.palette import USABLE
from generator.roles import TILE, Role

ROLES = len(Role)
COLOURS = len(USABLE)
ENTRIES = 13
"""Colours of a theme: the backdrop, then four sub-palettes of three."""
WINDOW = 64
"""Edge in pixels of the windows that the discriminator judges."""
GAIN = 4.0
"""Factor of the discriminator's scores. Spectral norm alone keeps it too gentle to tell pictures apart (measured, docs/training.md)."""
GROUP = 8
"""Pictures whose spread is told to the discriminator together."""


@dataclass(frozen=True, slots=True)
class Shape:
    """Sizes of both networks; everything else follows from these.

    width: channels of a cell's 8x8 positions in the generator (twice as many at its 4x4). code: channels of a cell's code. theme,
    texture: lengths of the latents of a picture and of a cell. judge: channels of the discriminator's second layer, a multiple of
    3; the first has a third of them, the next two twice and 10/3 times as many.
    """

    width: int = 96
    code: int = 96
    theme: int = 32
    texture: int = 8
    judge: int = 96


@dataclass(frozen=True, slots=True)
class Logits:
    """What the generator puts out: pattern (B, 4, H, W), cells (B, 4, rows, cols), palettes (B, 13, 54)."""

    pattern: Tensor
    cells: Tensor
    palettes: Tensor


class Norm(nn.BatchNorm2d):
    """A batch norm without parameters whose batch is that of all processes of a crew."""

    def __init__(self, channels: int) -> None:
        super().__init__(channels, affine=False)
        self.crew = Crew()

    def forward(self, x: Tensor) -> Tensor:
        """x: (N, channels, h, w), this process's share. As long as there is one process only, this is torch's own."""
        if not self.training or self.crew.size == 1:
            return super().forward(x)
        y = x.float()
        mean = self.crew.mean(y.mean((0, 2, 3), keepdim=True))
        y = y - mean
        variance = self.crew.mean(y.square().mean((0, 2, 3), keepdim=True))
        self._remember(mean.detach().flatten(), variance.detach().flatten(), self.crew.size * y.numel() // y.shape[1])
        return (y * (variance + self.eps).rsqrt()).to(x.dtype)

    def _remember(self, mean: Tensor, variance: Tensor, count: int) -> None:
        assert self.running_mean is not None and self.running_var is not None and self.num_batches_tracked is not None
        self.running_mean.lerp_(mean, self.momentum or 0.0)
        self.running_var.lerp_(variance * (count / (count - 1)), self.momentum or 0.0)
        self.num_batches_tracked.add_(1)


class Modulated(nn.Module):
    """A linear layer without bias, a batch norm without parameters, then scale and shift from the cell's code, and ReLU."""

    def __init__(self, inner: nn.Module, channels: int, code: int) -> None:
        super().__init__()
        self.inner = inner
        self.norm = Norm(channels)
        self.modulate = nn.Linear(code, 2 * channels)

    def forward(self, x: Tensor, code: Tensor) -> Tensor:
        """x: whatever inner takes, one row a cell; code: (N, code)."""
        scale, shift = self.modulate(code)[:, :, None, None].chunk(2, dim=1)
        return F.relu(torch.addcmul(shift, self.norm(self.inner(x)), 1 + scale))


class Seed(nn.Linear):
    """A cell's code (N, code) -> 4x4 positions (N, channels, 4, 4)."""

    def __init__(self, code: int, channels: int) -> None:
        super().__init__(code, 16 * channels, bias=False)

    def forward(self, code: Tensor) -> Tensor:
        """The channels of a position lie side by side in the output of the linear map."""
        return super().forward(code).reshape(len(code), 4, 4, -1).movedim(-1, 1)


class Coder(nn.Module):
    """Roles (B, rows, cols), theme (B, theme), texture (B, texture, rows, cols) -> codes (B, code, rows, cols)."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.role = nn.Embedding(ROLES, shape.code // 2)
        self.near = nn.Conv2d(shape.code // 2, shape.code, 3)
        self.far = nn.Conv2d(shape.code, shape.code, 3)
        self.join = nn.Conv2d(shape.code + shape.code // 2 + shape.theme + shape.texture, shape.code, 1)
        self.code = nn.Conv2d(shape.code, shape.code, 1)

    def forward(self, roles: Tensor, theme: Tensor, texture: Tensor) -> Tensor:
        own = self.role(roles).movedim(-1, 1)
        around = F.relu(self.far(border(F.relu(self.near(border(own))))))
        everywhere = theme[:, :, None, None].expand(-1, -1, *roles.shape[1:])
        return F.relu(self.code(F.relu(self.join(torch.cat([around, own, everywhere, texture], dim=1)))))


def border(x: Tensor) -> Tensor:
    """One more row and column at each side, repeating the outermost. (F.pad's "replicate" defeats torch.compile in torch 2.13.)"""
    x = torch.cat([x[:, :, :1], x, x[:, :, -1:]], dim=2)
    return torch.cat([x[:, :, :, :1], x, x[:, :, :, -1:]], dim=3)


class Generator(nn.Module):
    """Role map and latents -> logits of a screen. Any number of rows and columns."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        w, code = shape.width, shape.code
        self.shape = shape
        self.coder = Coder(shape)
        self.seed = Modulated(Seed(code, 2 * w), 2 * w, code)
        self.middle = Modulated(nn.Conv2d(2 * w, 2 * w, 1, bias=False), 2 * w, code)
        self.grow = Modulated(nn.ConvTranspose2d(2 * w, w, 4, 2, 1, bias=False), w, code)
        self.fine = Modulated(nn.Conv2d(w, w, 3, padding=1, bias=False), w, code)
        self.pattern = nn.Conv2d(w, 16, 3, padding=1)
        self.cells = nn.Sequential(nn.Linear(code, code), nn.ReLU(), nn.Linear(code, 4))
        self.palettes = nn.Sequential(
            nn.Linear(shape.theme, 4 * shape.theme),
            nn.ReLU(),
            nn.Linear(4 * shape.theme, 4 * shape.theme),
            nn.ReLU(),
            nn.Linear(4 * shape.theme, ENTRIES * COLOURS),
        )

    def forward(self, roles: Tensor, theme: Tensor, texture: Tensor) -> Logits:
        batch, rows, cols = roles.shape
        codes = self.coder(roles, theme, texture).movedim(1, -1).reshape(batch * rows * cols, -1)
        x = self.seed(codes, codes)
        for step in (self.middle, self.grow, self.fine):
            x = step(x, codes)
        pattern = F.pixel_shuffle(self.pattern(x), 2).reshape(batch, rows, cols, 4, TILE, TILE).permute(0, 3, 1, 4, 2, 5)
        cells = self.cells(codes).reshape(batch, rows, cols, 4).movedim(-1, 1)
        return Logits(
            pattern.reshape(batch, 4, rows * TILE, cols * TILE).float(),
            cells.float(),
            self.palettes(theme).reshape(batch, ENTRIES, COLOURS).float(),
        )


@dataclass(frozen=True, slots=True)
class Scores:
    """What the discriminator says of a window of 64 pixels, higher is more real.

    grain (B, 16, 16), patches (B, 8, 8), cells (B, 4, 4) given role and pack, whole (B,) given the pack.
    """

    grain: Tensor
    patches: Tensor
    cells: Tensor
    whole: Tensor


class Discriminator(nn.Module):
    """Judges a window at four sizes: grain of 12 px, patches of 24 px, cells with their roles, and the whole among its batch.

    The last two are told the pack. The first two see too little to know a tile by heart, and so keep judging lines and
    textures when the others have begun to.
    """

    def __init__(self, shape: Shape, picture_channels: int, styles: int) -> None:
        super().__init__()
        self.crew = Crew()
        first, second, third, fourth = (share * shape.judge // 3 for share in (1, 3, 6, 10))
        told = -4 * picture_channels % 16 or 16  # whole sixteens of channels are what processors are quickest with
        self.told = nn.Embedding(ROLES, told)
        self.layers = nn.ModuleList(
            [
                spectral_norm(nn.Conv2d(4 * picture_channels + told, first, 3, padding=1)),
                spectral_norm(nn.Conv2d(first, second, 4, 2, 1)),
                spectral_norm(nn.Conv2d(second, third, 4, 2, 1)),
                spectral_norm(nn.Conv2d(third, fourth, 4, 2, 1)),
            ]
        )
        self.patches = spectral_norm(nn.Conv2d(third, 1, 1))
        self.cells = spectral_norm(nn.Conv2d(fourth, 1, 1))
        self.expect = spectral_norm(nn.Embedding(ROLES, fourth))
        self.whole = spectral_norm(nn.Conv2d(fourth, second, 3, 2, 1))
        mood = second * (WINDOW // TILE // 2) ** 2
        self.verdict = spectral_norm(nn.Linear(mood + 1, 1))
        self.grain = spectral_norm(nn.Conv2d(second, 1, 1))
        self.style = spectral_norm(nn.Embedding(styles + 1, fourth))
        self.mood = spectral_norm(nn.Embedding(styles + 1, mood))

    def forward(self, picture: Tensor, roles: Tensor, style: Tensor) -> Scores:
        """picture: (B, channels, 64, 64); roles: (B, 4, 4); style: (B,), the pack, or ``styles`` for any.

        The first layer sees blocks of 2x2 pixels side by side, as channels.
        """
        told = self.told(roles).movedim(-1, 1).repeat_interleave(TILE // 2, 2).repeat_interleave(TILE // 2, 3)
        x = torch.cat([F.pixel_unshuffle(picture, 2), told], dim=1).contiguous(memory_format=torch.channels_last)
        for layer in self.layers[:2]:
            x = F.leaky_relu(layer(x), 0.2)
        grain = GAIN * self.grain(x)[:, 0]
        x = F.leaky_relu(self.layers[2](x), 0.2)
        patches = GAIN * self.patches(x)[:, 0]
        x = F.leaky_relu(self.layers[3](x), 0.2)
        expected = self.expect(roles).movedim(-1, 1) + self.style(style)[:, :, None, None]
        cells = GAIN * (self.cells(x)[:, 0] + (x * expected).sum(1))
        mood = F.leaky_relu(self.whole(x), 0.2).flatten(1)
        whole = self.verdict(torch.cat([mood, variety(x, self.crew)], dim=1))[:, 0] + (mood * self.mood(style)).sum(1)
        return Scores(grain.float(), patches.float(), cells.float(), GAIN * whole.float())


def variety(x: Tensor, crew: Crew) -> Tensor:
    """Minibatch standard deviation (PGGAN): how much the pictures of each group differ. (B, C, h, w) -> (B, 1).

    Groups run through the whole batch of a crew.
    """
    every = crew.gather(x.float())
    batch = len(every)
    group = min(GROUP, batch) if batch % min(GROUP, batch) == 0 else batch
    y = every.reshape(group, batch // group, *x.shape[1:])
    spread = ((y - y.mean(0)).square().mean(0) + 1e-6).sqrt().mean((1, 2, 3))
    return crew.share(spread.repeat(group))[:, None].to(x.dtype)

"""Lends a picture the contrast of a cartridge: later pixel art keeps to murky midtones that the NES does not have."""

from __future__ import annotations

import numpy as np

from generator.palette import MASTER, distinct_colours, nearest, oklab
from generator.pictures import Picture

_BRIGHT = 0.86
"""OKLab luminance the brightest tones are raised to."""
_DARK = 0.12
"""Luminance the darkest tones are lowered to; nearer to black than to any other master colour."""
_MAX_GAIN = 2.6
_MIDDLE = 0.5
"""Luminance the mean of a dark picture is raised to."""
_CONTRAST = 0.07
"""Depth of the S-curve: how far quarter tones move towards their end."""
_CONSOLE = 0.045
"""Mean OKLab distance to the master palette below which a picture is taken for console colours already."""


def stretch(picture: Picture) -> Picture:
    """The same picture with its tones spread from near black to bright, hue kept.

    A picture in master colours (an NES screenshot) comes back unchanged. Luminance is spread linearly between its 2nd
    and 98th percentile over the distinct colours, then bent into an S; chroma grows alike.
    """
    if not picture.opaque.any():
        return picture
    rgb, which = distinct_colours(picture.rgb[picture.opaque])
    lab = oklab(rgb)
    weights = np.sqrt(np.bincount(which))
    if _distance_from_master(lab, nearest(rgb), weights) < _CONSOLE:
        return picture
    toned = from_oklab(_spread(lab, weights))
    result = picture.rgb.copy()
    result[picture.opaque] = toned[which]
    return Picture(result, picture.opaque)


def _distance_from_master(lab: np.ndarray, indices: np.ndarray, weights: np.ndarray) -> float:
    return float(np.average(np.linalg.norm(lab - MASTER.oklab[indices], axis=1), weights=weights))


def _spread(lab: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """OKLab colours with spread luminance and chroma to match: (n, 3) -> (n, 3)."""
    low, high = _ends(lab[:, 0], weights)
    low_to, high_to = min(low, _DARK), max(high, _BRIGHT)
    gain = min((high_to - low_to) / max(high - low, 0.02), _MAX_GAIN)
    luminance = np.clip(low_to + (lab[:, 0] - low) * gain, 0.0, 1.0)
    luminance = luminance ** _gamma(luminance, weights)
    luminance -= _CONTRAST * np.sin(2.0 * np.pi * luminance)
    chroma_gain = np.clip(luminance / np.maximum(lab[:, 0], 1e-3), 0.6, 1.7)
    return np.column_stack([luminance, lab[:, 1:] * chroma_gain[:, None]])


def _gamma(luminance: np.ndarray, weights: np.ndarray) -> float:
    """The exponent that brings the middle of what is not black to _MIDDLE; a dark scene with one bright lamp needs it."""
    seen = luminance > _DARK
    if not seen.any():
        return 1.0
    middle = float(np.average(luminance[seen], weights=weights[seen]))
    return float(np.clip(np.log(_MIDDLE) / np.log(np.clip(middle, 0.05, 0.95)), 0.5, 1.0))


def from_oklab(lab: np.ndarray) -> np.ndarray:
    """sRGB of OKLab colours, clipped to the gamut: (..., 3) -> (..., 3) uint8."""
    to_lms = np.array(
        [
            [1.0, 0.3963377774, 0.2158037573],
            [1.0, -0.1055613458, -0.0638541728],
            [1.0, -0.0894841775, -1.2914855480],
        ]
    )
    to_rgb = np.array(
        [
            [4.0767416621, -3.3077115913, 0.2309699292],
            [-1.2684380046, 2.6097574011, -0.3413193965],
            [-0.0041960863, -0.7034186147, 1.7076147010],
        ]
    )
    linear = np.clip((lab @ to_lms.T) ** 3 @ to_rgb.T, 0.0, 1.0)
    scaled = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055)
    return np.rint(scaled * 255.0).astype(np.uint8)


def _ends(luminance: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    """The weighted 2nd and 98th percentile."""
    order = np.argsort(luminance)
    ascending = luminance[order]
    share = np.cumsum(weights[order]) / weights.sum()
    last = len(order) - 1
    low, high = (min(int(np.searchsorted(share, part)), last) for part in (0.02, 0.98))
    return float(ascending[low]), float(ascending[high])

"""Which processor trains, and whether it is quick with bfloat16."""

from __future__ import annotations

import torch

from generator.errors import UserError


def pick_device(name: str, number: int = 0) -> torch.device:
    """``auto``, ``cpu`` or ``cuda`` -> a device that is there. number: which of several GPUs. Raises UserError when it is not there."""
    if name == "auto":
        name = "cuda" if torch.cuda.is_available() else "cpu"
    if name == "cuda" and not torch.cuda.is_available():
        raise UserError("--device cuda: this torch sees no CUDA device; use --device cpu")
    if name not in ("cpu", "cuda"):
        raise UserError(f"--device {name}: must be auto, cpu or cuda")
    if name == "cpu":
        return torch.device(name)
    if number >= torch.cuda.device_count():
        raise UserError(f"--device cuda: {torch.cuda.device_count()} GPUs for {number + 1} processes or more; give torchrun fewer")
    torch.cuda.set_device(number)
    return torch.device("cuda", number)


def has_bfloat16(device: torch.device) -> bool:
    """Whether bfloat16 pays: NVIDIA since Ampere, processors with AVX-512 BF16 or AMX. Elsewhere it is emulated, and slow."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported(including_emulation=False)
    capabilities = torch.cpu.get_capabilities()
    return bool(capabilities.get("avx512_bf16") or capabilities.get("amx_bf16"))

"""A title for a dreamt castle, from its seed."""

from __future__ import annotations

from generator.noise import words

_FIRST = (
    "Ashen",
    "Hollow",
    "Sunken",
    "Gilded",
    "Silent",
    "Crimson",
    "Frozen",
    "Wandering",
    "Forgotten",
    "Thorned",
    "Velvet",
    "Salt",
    "Lantern",
    "Broken",
    "Drowned",
    "Moonlit",
    "Amber",
    "Whispering",
    "Iron",
    "Violet",
    "Sleeping",
    "Rusted",
    "Pale",
    "Hidden",
)
_SECOND = (
    "Gallery",
    "Keep",
    "Cloister",
    "Rampart",
    "Cistern",
    "Belfry",
    "Vault",
    "Garden",
    "Library",
    "Bastion",
    "Chapel",
    "Stair",
    "Hall",
    "Crypt",
    "Terrace",
    "Observatory",
    "Armoury",
    "Undercroft",
    "Tower",
    "Orchard",
    "Foundry",
    "Passage",
    "Court",
    "Sanctum",
)


def title(seed: str) -> str:
    """Two words that a seed always gives: "The Sunken Belfry"."""
    first, second = (int(word) for word in words(f"{seed}/title", 2))
    return f"The {_FIRST[first % len(_FIRST)]} {_SECOND[second % len(_SECOND)]}"

"""What the painter is shown: for each slot the surroundings it has in a level.

The network paints a cell from the roles around it, two cells far, so a slot's shape (an edge, a column's foot) comes
from such a patch. The patches are cut from small scenes that hold every slot in places where a level would have it.
"""

from __future__ import annotations

from functools import cache

import numpy as np

from generator.layout import read_layout, slot_roles
from generator.roles import SLOT_BY_NAME, SLOTS

REACH = 2
"""Cells around a cell that the network sees."""
PATCH = 2 * REACH + 1

_SCENES = (
    # a hall: columns, windows, a door, a ledge with stairs, a pit with spikes
    """
||||||||||||||||||||||||
||C||a|a|C|d|O|C||a||C||
||c||A|A|c||||c||A||c||d
||c||||||c<==>c||||||c||
||c|d||||c||||c||||_|c||
||c||||||c||||c|nN|/####
||k||E|||k||D|k|lL/#####
######################B#
##########^^^########BB#
########################
""",
    # a garden: sky, shrubs, a fence, water, stairs down to it
    """
************************
****'*********"*********
********'***************
*<=>**tt****t***********
*****tttt**ttt*****gfg**
f*[---]*fFf**[-]ff######
####\\*****FFF###########
#####~~~~~~~###***##^^##
#####,,,,,,,###********#
########################
""",
    # islands of ground: all sixteen masks, indoors
    """
||||||||||||||||||||||||
||####|||#|||###|||||#||
||####|||#||||||||||||||
||####|||#|||||###|||||/
|||||||||||||||###||||/#
|###||||||||||####|||/##
|###|||#||\\###||||\\#####
||||||||||||||||||######
||||||||||||||||||||####
########################
""",
    # stairs in the open hall, water under stone, a wall that breaks
    """
||||||||||||||||||||
|||\\||||||||/|||||||
||||\\||||||/||||C|||
|||||\\||||/|||||c|||
||BB||\\||/|||||<=>||
||BB|||###||||||k||B
####||####|||#######
####~~####~~~#######
####,,####,,,#######
####,,##############
""",
)

_CONTEXTS = 3
"""Different surroundings kept for a slot."""


@cache
def slot_contexts() -> dict[int, np.ndarray]:
    """For each slot that the scenes show, the patches of roles around it, the most frequent first: (k, 5, 5) uint8.

    A slot that only repeats another (a variant) and stands in no scene has the patches of its main slot.
    """
    found: dict[int, dict[bytes, int]] = {}
    for text in _SCENES:
        slots = read_layout(text)
        padded = np.pad(slot_roles(slots), REACH, mode="edge")
        for row, col in np.ndindex(*slots.shape):
            patch = padded[row : row + PATCH, col : col + PATCH].tobytes()
            counts = found.setdefault(int(slots[row, col]), {})
            counts[patch] = counts.get(patch, 0) + 1
    contexts = {slot: _patches(counts) for slot, counts in found.items()}
    for slot in SLOTS:
        if slot.id not in contexts:
            contexts[slot.id] = contexts[SLOT_BY_NAME[slot.variant_of].id]
    return contexts


def _patches(counts: dict[bytes, int]) -> np.ndarray:
    best = sorted(counts, key=lambda patch: (-counts[patch], patch))[:_CONTEXTS]
    return np.stack([np.frombuffer(patch, dtype=np.uint8).reshape(PATCH, PATCH) for patch in best])

"""The rules: pure, deterministic, integer, 60 steps a second. No pygame, no clock, nothing else of the project.

`world.World` is the whole state and `World.step` the only way it changes. `control` moves the hero (`hero`, `stairs`, `whip`),
`foes` and `bosses` move the rest (`actors`, `spawn`, `comers`, `shots`, `flights`, `items`), `combat` and `place` say what meets what.
Every number stands in numbers.toml, the one file that is read.
"""

"""The rules: pure, deterministic, integer, 60 steps a second. Imports nothing of the project, no pygame, no clock, no files."""

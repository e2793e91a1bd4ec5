"""The version that the pause screen, saves and replays carry; a test holds it equal to pyproject.toml."""

VERSION = "0.1.0"

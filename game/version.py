"""The version that title and pause show and replays name; a test holds it equal to pyproject.toml.

A castle is named by its code and this: raise it whenever codes come to give other levels.
"""

VERSION = "0.2.0"

"""Pictures in, a trained dreamer out, tile sets from it. Knows no level and no game."""

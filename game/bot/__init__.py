"""A player made of look-ahead: it finishes levels with their enemies in them, through one byte of buttons a frame like everybody."""

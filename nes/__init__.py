"""From a legal screen to the real machine: pattern tables, name tables, palettes, and a cartridge image that shows them."""

"""The bosses: a module for each kind, `life` for what they share, `table` for which is whose."""

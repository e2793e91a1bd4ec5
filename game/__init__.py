"""The game around the rules: window, screens, view, sound, input."""

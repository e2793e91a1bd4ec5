"""The screens of the game, each a `game.stack.Screen`."""

"""What the player sees: reads the rules' state, never changes it."""

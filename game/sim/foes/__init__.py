"""How the lesser enemies behave: a module for each kind, `table` for which is whose, `think` for a frame of all of them."""

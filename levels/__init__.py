"""Roles to layouts to Tiled maps with a proof; and reading maps back, whoever made them. Knows no torch and no pygame."""

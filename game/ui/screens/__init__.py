"""Screens around a battle and over it: title, set-up, settings, encyclopedia, search, claims, result."""

"""Scenarios: the documents of a battle, how they are read, checked and made from geographic data."""

"""Studies: questions about a battle that take many games to answer."""

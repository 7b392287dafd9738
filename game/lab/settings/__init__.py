"""What `--set` turns: the numbers of a battle by their paths, and the values that are asked for."""

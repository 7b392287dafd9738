"""The battle on the table: the map and the panel beside it, what clicks and keys mean, half-turns."""

"""What can be told about a position beside playing it: supply solved and explained, graphs for studies."""

"""The desk at which scenarios are made: the map with its tools, the lists and forms about it, the problems below."""

"""Runs: what is to be played, playing it on threads or a cluster, and the folder it is kept in."""

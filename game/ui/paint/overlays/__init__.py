"""Overlays: what a side's supply, roads and units come to, drawn over the painted map."""

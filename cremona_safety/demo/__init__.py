"""Plausible, invented data for a demonstration: never real, always marked as such."""

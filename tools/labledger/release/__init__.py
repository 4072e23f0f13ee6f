"""Releases: one revision of the dataset as tables, files and descriptions that other people's tools can read."""

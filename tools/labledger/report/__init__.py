"""Reports: labelled changes in a window, first as data, then as text."""

"""Reading one clause, and comparing two wordings of it: what each commits to, and in which facets they differ."""

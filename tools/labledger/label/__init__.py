"""Labels: what a change means, said by rules that are data."""

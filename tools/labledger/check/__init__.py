"""Is our record sound? Findings with addresses; they may block a merge and say nothing of what a lab did."""

"""Words, knowing nothing of labs."""

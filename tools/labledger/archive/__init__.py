"""Text archives: documents over time, what changed in them, and whether their own dates say so."""

"""What differs: between the versions of a framework, between two moments, between two revisions."""

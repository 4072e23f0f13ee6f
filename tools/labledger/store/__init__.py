"""From bytes to records and back: strict YAML, trees of files, git."""

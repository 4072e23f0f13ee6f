"""`python -m labledger`: the command line."""

from labledger.cli.main import main

main()

"""What belongs to the page and not to the document that stands on it."""

from __future__ import annotations

PAGE = frozenset(("contents", "echo", "label", "locale", "masked", "navigation", "notice", "numbering"))
"""Weights of edits that belong to the page: see `edits.Edit`."""

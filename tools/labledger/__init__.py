"""LabLedger: what AI labs bound themselves to, what they changed, and whether they said so."""

__version__ = "0.1.0"

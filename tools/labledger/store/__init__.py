"""LabLedger."""

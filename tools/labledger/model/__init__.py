"""Every kind of record as frozen models with closed vocabularies."""

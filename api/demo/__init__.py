"""The demo company: Lanting Property Services, wholly invented, the same for the same seed and moment."""

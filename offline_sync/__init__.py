"""What a phone did while away, decided once and in order; what changed, sent back."""

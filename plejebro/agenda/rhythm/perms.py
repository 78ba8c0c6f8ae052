"""Facts about the statutory rhythm."""

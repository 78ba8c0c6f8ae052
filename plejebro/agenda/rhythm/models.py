"""Tables of the statutory rhythm."""

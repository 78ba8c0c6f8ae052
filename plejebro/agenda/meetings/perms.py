"""Facts about meetings."""

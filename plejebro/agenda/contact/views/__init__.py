"""The views of contact."""

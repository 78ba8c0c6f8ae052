"""Facts about results."""

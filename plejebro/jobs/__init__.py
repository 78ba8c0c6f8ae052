"""What runs without anybody asking: duties of the day, mail on its way out, cleaning up."""

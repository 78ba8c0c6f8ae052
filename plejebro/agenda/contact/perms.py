"""Facts about contact plans and visits."""

"""Tables of contact plans and visits."""

"""What every room's tables share: periods, the no-overlap constraint and append-only tables. Holds no models of its own."""

"""Facts about respite stays, holidays and child care."""

"""Tables of respite stays, holidays and child care."""

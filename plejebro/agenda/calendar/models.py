"""Tables of feeds, school holidays and reminders."""

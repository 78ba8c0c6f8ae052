"""Facts about feeds, school holidays and reminders."""

"""Reminders of what stands in the calendar, when each person wants them."""

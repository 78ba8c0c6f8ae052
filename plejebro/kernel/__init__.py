"""Plain Python for every room: time, working days, periods, CPR numbers and Danish words. Imports no Django."""

"""The monthly statements of a contract: what each month comes to, and what a corrected rate does to it."""

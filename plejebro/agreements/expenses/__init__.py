"""Udlæg og særudgifter: applied for before the money is spent, decided with a reason, paid against a receipt."""

"""Plejebro: the shared workplace of a foster family and its municipality around one placed child."""

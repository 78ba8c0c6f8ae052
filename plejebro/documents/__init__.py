"""The file vault: take in, clean, keep and serve files. Imports nothing: the cleaning process starts without Django."""

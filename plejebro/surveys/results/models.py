"""Tables of results: comments and publications."""

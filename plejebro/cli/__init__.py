"""The product's own command, and the story that is both the demo and the tests' cast."""

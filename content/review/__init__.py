"""三审: nothing becomes public without three different people, and nobody holds a short cut."""

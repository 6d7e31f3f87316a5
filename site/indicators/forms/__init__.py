"""What comes in from pages: shape only."""

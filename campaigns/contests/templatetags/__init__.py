"""What templates of contests ask for."""

"""What the API of contests takes and gives."""

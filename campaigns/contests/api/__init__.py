"""The API of contests."""

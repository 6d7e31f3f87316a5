"""What the campaigns' API takes and gives."""

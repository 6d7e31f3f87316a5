"""What the database itself enforces: triggers for both engines, transaction numbers, one view for reading."""

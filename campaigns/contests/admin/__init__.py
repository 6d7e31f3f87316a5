"""Staff's desks in the admin."""

"""Staff's desks for campaigns in the admin."""

"""Staff's screens of search."""

"""Staff's desk for tickets."""

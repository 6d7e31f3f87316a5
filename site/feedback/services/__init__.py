"""The only writers of tickets."""

"""What pages, API and windows read about the totals."""

"""What the staff's dashboard reads: totals of this moment, small cells hidden from staff too."""

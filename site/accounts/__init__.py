"""Who people are: residents, staff, areas, consent, sign-in by phone and SMS code."""

"""Green-creation contests: apply against a written standard, be judged fairly, keep the title."""

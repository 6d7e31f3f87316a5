"""What follows here when something happens in an app below: a consent ends, an account is erased."""

"""Why something of a contest is refused."""

"""Why something around a campaign is refused."""

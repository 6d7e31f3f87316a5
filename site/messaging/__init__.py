"""The inbox: what the site tells a resident, and the channels that carry copies of it."""

"""Pages of organisations: recording for residents, people whom they look after, counters."""

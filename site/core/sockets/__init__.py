"""Live texts for open windows: one subscription a process and topic, one message for all its sockets."""

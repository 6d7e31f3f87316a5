"""Pages that people read: the front page, the plan and its explanations."""

"""Pledges, quizzes, challenges and walls, as people see them."""

"""Shapes of what people send by pages: text to numbers and days. What is allowed is said by the rules."""

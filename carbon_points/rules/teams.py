"""How large teams are, and what a shared goal may be."""

TEAMS_A_PERSON = 5
PEOPLE_A_TEAM = 200
NAME_LENGTH = 20
LOWEST_GOAL, HIGHEST_GOAL = 1, 10_000
USUAL_GOAL = 20

"""The API under /api/v1 of actions, points, evidence, rewards, partners and habits; config.api mounts it."""

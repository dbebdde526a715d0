"""Everybody at every endpoint of alumni: the people, the scenes, and what the policy expects of each."""

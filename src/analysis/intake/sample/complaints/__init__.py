"""Complaints of a sample region: how long they take by unit and channel, and what they say."""

"""Labels and scores by group, and what they tell apart."""

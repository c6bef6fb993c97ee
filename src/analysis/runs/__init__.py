"""Runs: plan, execute notebooks, make products, check, publish, index."""

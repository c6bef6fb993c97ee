"""What is left of differences as more is held equal."""

"""What differences between groups go with."""

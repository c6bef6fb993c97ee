"""What each part says of one difference, side by side."""

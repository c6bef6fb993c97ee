"""What the columns of a block stand for, with a confidence."""

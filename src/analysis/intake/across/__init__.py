"""What can only be known from all sources of a region together."""

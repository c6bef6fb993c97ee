"""What organisations of a sample region keep: forums, ratings, indicators, promised actions."""

"""What became of every row: the accounts, the log of cells, the report, what to repair."""

"""Which files arrived, what became of earlier ones, and what a later one replaces."""

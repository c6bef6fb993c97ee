"""Staff surveys of a sample region: who resists, what moves them, and who does not answer."""

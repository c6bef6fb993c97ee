"""Queue and processing logs of a sample region, at one of three granularities."""

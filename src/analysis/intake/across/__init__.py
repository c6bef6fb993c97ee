"""What sources of a region say about each other's rows, once all of them are read."""

"""One package a study; they never import each other."""

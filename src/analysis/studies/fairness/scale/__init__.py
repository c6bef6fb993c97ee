"""How the scale is used, and whether two who rate agree."""

"""Decisions on employees, by group and at equal performance."""

"""Drawings that several studies share, each from a protected table."""

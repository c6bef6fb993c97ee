"""Dated rule sets with source and confidence, and the engines that apply them."""

from __future__ import annotations

from analysis.rules.registry import RuleBook, RuleSet, load_rulebook

__all__ = ["RuleBook", "RuleSet", "load_rulebook"]

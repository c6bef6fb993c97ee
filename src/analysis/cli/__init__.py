"""The command `kinerja`: one module a group of commands, each of them thin."""

from analysis.cli.main import main

__all__ = ["main"]

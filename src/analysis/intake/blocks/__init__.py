"""The tables of one file: corrected, parsed, completed, brought to long form."""

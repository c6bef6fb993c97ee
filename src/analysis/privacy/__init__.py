"""People behind the data: keys, pseudonyms, redaction, check lists and disclosure decisions."""

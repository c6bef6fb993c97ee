"""How severe appraisers are, as far as it can be told from merit."""

"""Whether the appraisal is felt to be fair."""

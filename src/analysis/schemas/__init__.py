"""What is promised: columns, canonical tables, codebooks, region.toml, findings, the bundle."""

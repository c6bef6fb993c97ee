"""Raw files to canonical tables: reading, layout, mapping, values, screening, accounting."""

"""Raw files to canonical tables: readers, layout, mapping, values, screening, accounting, deliveries."""

"""Products made from bundles, and the inspection that re-opens them."""

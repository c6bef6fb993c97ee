"""From items to scores: orientation of items, usable sheets, exact indices."""

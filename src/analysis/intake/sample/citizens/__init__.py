"""Service users of a sample region: their answers to the SKM, recaps, and what is true of them."""

"""Agreement of raters who judged the same targets: one module a family of coefficients."""

"""What readers see: formats, tables, figures, sentences, the bundle. All of it passes privacy."""

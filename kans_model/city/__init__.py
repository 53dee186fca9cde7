"""A city: its areas and columns, what is filled in where the source is silent, what must hold."""

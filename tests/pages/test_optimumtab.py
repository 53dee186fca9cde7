"""The tab Beste pakket: its numbers are the model's, and what it finds becomes a package like any other."""

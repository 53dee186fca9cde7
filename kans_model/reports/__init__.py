"""What leaves the tool as a document."""

"""The best package for a question, with its proof, its front and its reasons."""

"""Who bears which cost, when and from what, and who benefits."""

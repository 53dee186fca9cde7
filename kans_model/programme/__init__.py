"""The uitvoeringsprogramma: works that happen anyway, projects, and the years in which they are built."""

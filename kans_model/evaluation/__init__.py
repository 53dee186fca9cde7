"""What a package costs, avoids and brings in a city."""

"""What a city and its partners find acceptable."""

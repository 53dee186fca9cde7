"""What is not known and not ours to choose: the climate scenario and the assumptions."""

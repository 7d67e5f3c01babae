"""What results say: sentences made from their numbers."""

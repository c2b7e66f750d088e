"""Questions to the index: filters become SQL, answers are plain values."""

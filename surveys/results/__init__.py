"""What all answers together say: measures, counts that are kept while answers come, and who may be told how much of them."""

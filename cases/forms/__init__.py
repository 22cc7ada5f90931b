"""Who published and retired which form of customers' questions, on record. The forms themselves are surveys'."""

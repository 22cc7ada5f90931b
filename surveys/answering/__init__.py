"""From a customer's first screen to their stored answers, and back to whoever may read them. Knows no record of orders."""

"""A made-up company, loaded through the portal's own doors. Knows everything it says is invented; holds no real person."""

"""A made-up company, loaded through the portal's own doors. Everything it says is invented; it holds no real person."""

"""Those who work here: signing in, keys and how they are renewed, who comes and goes. Knows no case but its key."""

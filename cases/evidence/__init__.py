"""Files that come with a report or message: sealed before they are written, and cleaned of what names their makers."""

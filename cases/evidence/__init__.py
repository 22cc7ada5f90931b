"""Files that come with a report, cleaned of what names their makers. Knows bytes; no report, reader, table or setting."""

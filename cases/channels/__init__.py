"""What a report can be about: channels, who reads each, and what each asks. Reads no report."""

"""Reports, cases, findings and the records they are held against. Knows surveys by their face only."""

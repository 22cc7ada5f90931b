"""Forms as spreadsheets: read from and written to XLSX, CSV, Markdown and YAML. Knows no database and no page."""

"""Forms: what is asked, how a spreadsheet of it is read and written, which wording was whose. Knows no customer and no answer."""

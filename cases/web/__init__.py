"""The doors of the desk to cases: each module holds its HANDLERS. They read forms and pick pages; they decide nothing."""

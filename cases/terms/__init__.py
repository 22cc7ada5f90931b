"""The company's own list of words that go together: its versions, how it is written, and where it is searched for.

Whoever writes the list needs no text that anybody sent, and is shown none.
"""

"""Weights a company moves: who asked, who decided, how often each rule was right. Knows keys of none of what people say."""

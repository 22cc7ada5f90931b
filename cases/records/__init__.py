"""Imported orders, payments, leads, salespeople and accounts. Knows no report, no survey and no finding."""

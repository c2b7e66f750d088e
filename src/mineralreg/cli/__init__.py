"""The command line: every command reads its options, calls one library function, writes one value.

Commands load when they are asked for; `table.py` knows their names and what they are for.
"""

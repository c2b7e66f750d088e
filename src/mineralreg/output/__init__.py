"""Answers as text: tables for people, lines and data for programs.

`formats.py` is the one table of formats; each family has its module, loaded when it is used.
"""

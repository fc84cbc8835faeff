"""Annotated data sets from files."""

"""The only code that draws: pages, components, and the small services between them and the work."""

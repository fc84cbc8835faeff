"""Parts of pages, one file for each part."""

"""The texts of the pages in Danish and English, a module for each part."""

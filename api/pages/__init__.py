"""The pages: contexts, templates, texts in Korean and English, and the files they load."""

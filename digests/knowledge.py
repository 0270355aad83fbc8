"""What the stages are handed: loaded once by the composition root, then never changed.

The stages themselves are pure; reading dictionaries and tables from disk happens here and nowhere else.
"""

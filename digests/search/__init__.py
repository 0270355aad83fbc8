"""From a reader's words to an answer: asks the index for candidates and the pure ``lookup`` for everything else."""

from digests.search.finding import find

__all__ = ["find"]

"""Processing of Chinese text: scripts, words, sentences, pinyin. It knows nothing of news."""

"""What the language asks for: scripts, words, sentences, pinyin. Knows nothing of news."""

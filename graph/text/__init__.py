"""Korean text: sentences, particles, 초성, bigrams, masking, and what must never be written down."""

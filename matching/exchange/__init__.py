"""Exchanges of help (품앗이): cycles and chains of people, each a giver and each helped."""

"""Particles follow the sound that is spoken."""

import pytest

from graph.text.particles import Particle, particle, with_particle


@pytest.mark.parametrize(
    ("text", "pair", "whole"),
    [
        ("쌀", "을/를", "쌀을"),
        ("배", "을/를", "배를"),
        ("서울", "으로/로", "서울로"),
        ("집", "으로/로", "집으로"),
        ("학교", "으로/로", "학교로"),
        ("어르신", "은/는", "어르신은"),
        ("이웃", "과/와", "이웃과"),
        ("친구", "과/와", "친구와"),
        ("도시락 3", "이/가", "도시락 3이"),
        ("2", "이/가", "2가"),
        ("7", "으로/로", "7로"),
        ("10", "을/를", "10을"),
        ("1,000", "은/는", "1,000은"),
        ("50000", "으로/로", "50000으로"),
        ("0", "이/가", "0이"),
        ("2.0", "을/를", "2.0을"),
        ("1조", "을/를", "1조를"),
        ("20kg", "을/를", "20kg을"),
        ("300m", "을/를", "300m를"),
        ("30%", "이/가", "30%가"),
        ("SMS", "을/를", "SMS를"),
        ("LH", "과/와", "LH와"),
        ("URL", "으로/로", "URL로"),
        ("email", "을/를", "email을"),
        ("web", "은/는", "web은"),
        ("server", "이/가", "server가"),
        ("쌀(20kg)", "을/를", "쌀(20kg)을"),
        ("도우미 (월요일)", "이/가", "도우미 (월요일)가"),
        ("(사)함께이웃", "은/는", "(사)함께이웃은"),
        ("‘품앗이’", "은/는", "‘품앗이’는"),
        ("“반찬”", "을/를", "“반찬”을"),
        ("(쌀)", "을/를", "(쌀)을"),
        ("밑반찬.", "을/를", "밑반찬.을"),
        ("李", "은/는", "李은(는)"),
        ("", "을/를", "을(를)"),
    ],
)
def test_the_particle_follows_the_last_sound(text: str, pair: Particle, whole: str) -> None:
    assert with_particle(text, pair) == whole


def test_where_the_sound_is_unknown_both_are_written() -> None:
    pairs: tuple[Particle, ...] = ("은/는", "이/가", "을/를", "과/와", "으로/로")
    assert [particle("?", pair) for pair in pairs] == ["은(는)", "이(가)", "을(를)", "와(과)", "(으)로"]

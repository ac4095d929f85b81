"""Traits are told in fixed sentences that can be read back."""

from hypothesis import given
from hypothesis import strategies as st

from roomsix import traits
from roomsix.persona import Traits, Voice
from strategies import checked

levels = st.floats(0, 1)


@checked
@given(levels, levels, levels, levels, levels)
def test_the_sentences_of_a_persona_tell_the_bands_of_its_traits(
    assertiveness: float, candour: float, patience: float, warmth: float, curiosity: float
) -> None:
    persona = Traits(
        assertiveness=assertiveness,
        candour=candour,
        patience=patience,
        warmth=warmth,
        curiosity=curiosity,
    )

    read = traits.read(" ".join(traits.sentences(persona)))

    assert read == {name: traits.band(value) for name, value in persona.model_dump().items()}


def test_no_sentence_stands_for_two_things() -> None:
    every = [sentence for scale in traits.SENTENCES.values() for sentence in scale]

    assert len(every) == 25
    assert not [a for a in every for b in every if a is not b and a in b]


def test_an_edge_belongs_to_the_band_above_it() -> None:
    assert [traits.band(value) for value in (0, 0.19, 0.2, 0.4, 0.6, 0.8, 1)] == [
        0, 0, 1, 2, 3, 4, 4,
    ]  # fmt: skip


@checked
@given(st.sampled_from(("formal", "plain", "warm", "blunt", "technical")), st.integers(5, 400))
def test_a_voice_is_read_back_from_its_sentences(register: str, words: int) -> None:
    voice = Voice.model_validate({"register": register, "max_words": words})

    assert traits.read_voice("\n".join(traits.voice_sentences(voice))) == voice


def test_a_text_without_the_sentences_tells_nothing() -> None:
    assert traits.read("You are kind.") == {}
    assert traits.read_voice("You speak.") is None

from monitor.text.syllables import encode, readings, syllable_count


def test_homophones_have_one_encoding() -> None:
    assert encode("降血糖") == encode("将雪堂")
    assert encode("保温") != encode("保冷")


def test_encoding_keeps_length_and_foreign_letters() -> None:
    assert len(encode("含SPF五十")) == 6
    assert encode("abc，") == "abc，"


def test_a_phrase_is_also_read_in_context() -> None:
    assert encode("重庆") in readings("重庆")
    assert len(readings("重庆")) > 1


def test_only_characters_with_a_syllable_are_counted() -> None:
    assert syllable_count("维生素c") == 3


def test_a_long_text_is_encoded_as_its_parts_are() -> None:
    text = "含SPF五十，降血糖𠀀" * 20
    assert encode(text) == "".join(encode(character) for character in text)

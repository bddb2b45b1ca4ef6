"""Files of unsent work: opened however they arrive, refused when anything was changed, moved or cut off."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from offline_sync.sealing import NotSealed, Opening, Tampered, WrongKey, public, sealed
from tests.support import vectors_sealing
from tests.support.vectors_sealing import OFFICE, ONCE, a_known_key

CHUNK = 1024


def opened(file: bytes, step: int = 4000, pem: bytes = OFFICE) -> bytes:
    opening = Opening(pem)
    text = b"".join(opening.feed(file[at : at + step]) for at in range(0, len(file), step))
    return text + opening.end()


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=5000), st.integers(1, 3000))
def test_what_was_sealed_is_opened_however_it_arrives(text: bytes, step: int) -> None:
    assert opened(sealed(text, public(OFFICE), ONCE, CHUNK), step) == text


def test_another_offices_file_is_said_so() -> None:
    with pytest.raises(WrongKey):
        opened(sealed(b"x", public(a_known_key("another")), ONCE, CHUNK))


@pytest.mark.parametrize("junk", [b"", b"hello", b"hello\nworld", b'{"doorstep":1}\n', b"x" * 5000])
def test_what_is_no_such_file_is_said_so(junk: bytes) -> None:
    with pytest.raises(NotSealed):
        opened(junk)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_one_bit_changed_anywhere_is_noticed(data: st.DataObject) -> None:
    file = sealed(b"y" * 3000, public(OFFICE), ONCE, CHUNK)
    at = data.draw(st.integers(0, len(file) - 1))
    changed = bytearray(file)
    changed[at] ^= 1 << data.draw(st.integers(0, 7))
    with pytest.raises((NotSealed, WrongKey, Tampered)):
        opened(bytes(changed))


def test_pieces_left_out_moved_or_cut_off_are_noticed() -> None:
    file = sealed(bytes(range(256)) * 16, public(OFFICE), ONCE, CHUNK)
    start = file.index(b"\n") + 1
    size = CHUNK + 16
    first, second, third = (file[start + at * size : start + (at + 1) * size] for at in range(3))
    rest = file[start + 3 * size :]
    for wrong in (second + third + rest, second + first + third + rest, first + second + third, first + second):
        with pytest.raises(Tampered):
            opened(file[:start] + wrong)


def test_the_vectors_are_as_the_code_says() -> None:
    assert vectors_sealing.FILE.read_bytes() == vectors_sealing.written()

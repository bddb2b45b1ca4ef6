"""The envelope: sizes, compression, depth, and bytes that are passed on untouched."""

import gzip

import pytest

from offline_sync.envelope import BadEnvelope, BatchTooLarge, TooDeep, read, unpacked


def an_envelope(*ops: str) -> bytes:
    told = ",".join(f'{{"cseq":{at + 1},"op":{op}}}' for at, op in enumerate(ops))
    return f'{{"proto":1,"device_id":"d","ops":[{told}]}}'.encode()


def test_an_operation_is_cut_out_byte_for_byte() -> None:
    raw = '{ "op_id" : "x" , "n": 1.50, "s":"\\u4e0a 门" }'
    assert bytes(read(an_envelope(raw)).ops[0].op) == raw.encode()


def test_an_operation_of_any_shape_does_not_spoil_the_envelope() -> None:
    assert len(read(an_envelope("null", "[]", '"text"', "{}")).ops) == 4


def test_gzip_is_unpacked() -> None:
    assert unpacked(gzip.compress(b"{}"), "gzip") == b"{}"


def test_a_gzip_bomb_costs_one_buffer() -> None:
    with pytest.raises(BatchTooLarge):
        unpacked(gzip.compress(b"0" * 50_000_000), "gzip")


@pytest.mark.parametrize(
    "body", [b"", b"not gzip", gzip.compress(b"{}" * 100, mtime=0)[:-9]], ids=["empty", "other", "cut"]
)
def test_a_broken_gzip_is_said_so(body: bytes) -> None:
    with pytest.raises(BadEnvelope):
        unpacked(body, "gzip")


def test_another_encoding_is_refused() -> None:
    with pytest.raises(BadEnvelope):
        unpacked(b"{}", "br")


def test_a_hundred_thousand_brackets_are_refused_before_decoding() -> None:
    with pytest.raises(TooDeep):
        read(an_envelope("[" * 100_000 + "]" * 100_000))


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"proto":1}', b'{"proto":"x","device_id":"d"}', b"\xff\xfe"])
def test_what_is_no_envelope_is_said_so(body: bytes) -> None:
    with pytest.raises(BadEnvelope):
        read(body)


def test_more_than_two_hundred_operations_are_too_many_at_once() -> None:
    with pytest.raises(BatchTooLarge):
        read(an_envelope(*["{}"] * 201))


def test_more_than_a_mebibyte_is_too_much_at_once() -> None:
    with pytest.raises(BatchTooLarge):
        read(an_envelope('"' + "x" * 1_048_576 + '"'))


def test_half_a_character_spoils_neither_the_envelope_nor_its_own_bytes() -> None:
    half, whole = b'{"text":"\\ud83d"}', b'{"text":"\\ud83d\\ude00 \\\\ud83d"}'
    request = read(b'{"proto":1,"device_id":"d","ops":[{"cseq":1,"op":%b},{"cseq":2,"op":%b}]}' % (half, whole))
    assert [bytes(item.op) for item in request.ops] == [half, whole]

"""Which bytes may come next, and which headers are nonsense."""

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from media import uploads
from media.problems import BadUpload, EmptyFile, OffsetMismatch, TooLarge, WrongUploadType

SHA = "ab" * 32


@pytest.mark.parametrize("header", [None, "", "-1", "1e3", "1.0", " 5", "0x10", "١٢", "9" * 16, "5\n"])
def test_a_length_is_a_plain_number(header: str | None) -> None:
    with pytest.raises(BadUpload):
        uploads.length(header)


def test_a_photo_has_between_one_byte_and_twenty_five_mebibytes() -> None:
    assert uploads.length("1") == 1
    assert uploads.length(str(uploads.MAX_BYTES)) == uploads.MAX_BYTES
    with pytest.raises(TooLarge):
        uploads.length(str(uploads.MAX_BYTES + 1))
    with pytest.raises(TooLarge):
        uploads.length("10000000000000")
    with pytest.raises(EmptyFile):
        uploads.length("0")


@pytest.mark.parametrize("text", ["", "AB" * 32, "ab" * 31, "ab" * 33, "../" + "ab" * 31, "g" * 64, SHA + "\n"])
def test_a_name_is_sixty_four_small_hex_digits(text: str) -> None:
    with pytest.raises(BadUpload):
        uploads.sha256(text)


@given(held=st.integers(0, 10**8), claimed=st.integers(0, 10**8))
def test_only_the_end_can_be_continued_and_the_refusal_says_where_it_is(held: int, claimed: int) -> None:
    if held == claimed:
        uploads.goes_on(claimed, held)
        return
    with pytest.raises(OffsetMismatch) as told:
        uploads.goes_on(claimed, held)
    assert told.value.facts == {"offset": held}


@pytest.mark.parametrize(
    ("kind", "coding"),
    [("image/jpeg", None), (None, None), ("application/json", None), (uploads.BODY_TYPE, "gzip"), ("text/plain", None)],
)
def test_a_body_is_raw_bytes(kind: str | None, coding: str | None) -> None:
    with pytest.raises(WrongUploadType):
        uploads.body_type(kind, coding)
    uploads.body_type("application/offset+octet-stream; charset=binary", "identity")


def coded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def test_the_metadata_of_a_stock_client_is_read() -> None:
    told = uploads.metadata(f"sha256 {coded(SHA)},filename {coded('../../etc/passwd')},empty")
    assert told == {"sha256": SHA, "filename": "../../etc/passwd", "empty": ""}
    assert uploads.metadata(None) == {}


@pytest.mark.parametrize("header", ["sha256 not-base64!", "a YQ==,a YQ==", ",", "a /w==", "a " + "Y" * 100_000])
def test_metadata_that_is_not_base64_text_is_refused(header: str) -> None:
    with pytest.raises(BadUpload):
        uploads.metadata(header)


@given(st.text(max_size=60))
def test_a_mime_type_is_a_short_label_or_nothing(text: str) -> None:
    assert uploads.mime(text) == "application/octet-stream" or uploads.mime(text).count("/") == 1
    assert uploads.mime("IMAGE/HEIC; x=1") == "image/heic"


def test_nobody_has_the_key_of_somebody_elses_upload() -> None:
    keys = {uploads.key(org, actor, SHA) for org in ("a", "b") for actor in ("1", "2")}
    assert len(keys) == 4
    assert all(key.startswith(SHA) and key.replace("-", "").isalnum() for key in keys)


def test_an_unfinished_upload_is_kept_for_thirty_days() -> None:
    assert uploads.expiry(datetime(2026, 11, 1, tzinfo=UTC)) == datetime(2026, 12, 1, tzinfo=UTC)

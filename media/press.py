"""The printing press: a certificate's facts to PDF/A-2a, byte for byte the same every time.

Tagged, so that a screen reader reads it.

The template (`certificate.typ`) reads one JSON file and the pictures beside it from a folder of its own; it
has no other access and no text is ever put into its source. The same facts, template, fonts and typst version
give the same bytes; `fingerprint` names the last three.

The font is Noto Sans CJK (SIL OFL 1.1) from the package `manimgx-fonts-cjk`: 44 000 characters, rare names
included, every weight in one file.

Errors   `FontMissing`; typst's own errors, which are faults of ours.
Effects  reads the font and the template, writes and removes a temporary folder. Runs in `media.workshop`.
"""

import hashlib
import importlib.metadata
import importlib.util
import io
import tempfile
from functools import cache
from pathlib import Path

import msgspec
import segno
import typst

from media import glyphs, signature
from media.certificate import CertificateFacts, Sheet, compose, picture_files
from media.model import Fingerprint

FONT_PACKAGE = "manimgx_fonts_cjk"
TEMPLATE = Path(__file__).with_name("certificate.typ")


class FontMissing(RuntimeError):
    """The font's package is not installed."""


def font_file() -> Path:
    """The font in its installed package."""
    spec = importlib.util.find_spec(FONT_PACKAGE)
    for folder in spec.submodule_search_locations if spec and spec.submodule_search_locations else ():
        for file in sorted(Path(folder).glob("*.tt[cf]")):
            return file
    raise FontMissing(FONT_PACKAGE)


@cache
def fingerprint() -> Fingerprint:
    template = hashlib.sha256(TEMPLATE.read_bytes()).hexdigest()
    package = FONT_PACKAGE.replace("_", "-")
    return Fingerprint(
        template, f"{package} {importlib.metadata.version(package)}", importlib.metadata.version("typst")
    )


def render(facts: CertificateFacts, language: str) -> bytes:
    """The certificate as PDF."""
    with tempfile.TemporaryDirectory(prefix="certificate-") as name:
        folder = _lay_out(Path(name), facts, language)
        compiler = typst.Compiler(str(folder / TEMPLATE.name), root=name, font_paths=_fonts())
        made = compiler.compile(format="pdf", pdf_standards=["a-2a"], timestamp=int(facts.issued_at.timestamp()))
    if not isinstance(made, bytes):
        raise TypeError("typst gave no single document")
    return made


def picture(facts: CertificateFacts, language: str, ppi: float = 144) -> bytes:
    """The first page as PNG, for looking at."""
    with tempfile.TemporaryDirectory(prefix="certificate-") as name:
        folder = _lay_out(Path(name), facts, language)
        compiler = typst.Compiler(str(folder / TEMPLATE.name), root=name, font_paths=_fonts())
        made = compiler.compile(format="png", ppi=ppi)
    first = made[0] if isinstance(made, list) else made
    if not isinstance(first, bytes):
        raise TypeError("typst gave no picture")
    return first


def _lay_out(folder: Path, facts: CertificateFacts, language: str) -> Path:
    """The template, its data and its pictures in one folder."""
    sheet = _drawable(compose(facts, language))
    (folder / "sheet.json").write_bytes(msgspec.json.encode(sheet))
    (folder / TEMPLATE.name).write_bytes(TEMPLATE.read_bytes())
    for file, photo in picture_files(facts):
        (folder / file).write_bytes(photo.jpeg)
    (folder / "qr.svg").write_text(_qr(facts.verify_url))
    signed = facts.sign_off
    if signed is not None and signed.strokes:
        (folder / "signature.svg").write_text(signature.svg(signed.strokes, signed.aspect))
    return folder


def _qr(text: str) -> str:
    out = io.BytesIO()
    segno.make(text, error="m", micro=False).save(
        out, kind="svg", border=0, scale=8, dark="#14211e", xmldecl=False, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def _drawable(sheet: Sheet) -> Sheet:
    """The sheet with nothing in it that the font cannot draw."""
    known = _glyphs()
    plain = msgspec.to_builtins(sheet)
    return msgspec.convert(_walk(plain, known), Sheet)


def _walk(value: object, known: glyphs.Glyphs) -> object:
    if isinstance(value, str):
        return known.drawable(value)
    if isinstance(value, dict):
        return {key: _walk(item, known) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_walk(item, known) for item in value]
    return value


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(font_file().parent)])


@cache
def _glyphs() -> glyphs.Glyphs:
    return glyphs.read(font_file().read_bytes())


__all__ = ["Fingerprint", "FontMissing", "fingerprint", "font_file", "picture", "render"]

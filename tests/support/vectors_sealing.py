"""Files of unsent work sealed with known keys, for the phone's twin: `tests/vectors/sealing.json`.

`base` holds the office's public key and the key pair of the files (as the phone's WebCrypto imports it); a case says
the text, the size of a piece and the whole file in base64. `python -m tests.support.vectors_sealing` writes the file.
"""

import base64
import hashlib
from pathlib import Path
from typing import Any

import msgspec
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from offline_sync import sealing

FILE = Path(__file__).parents[1] / "vectors" / "sealing.json"
_PLAIN = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()


def a_known_key(name: str) -> bytes:
    """The same private key for the same name."""
    number = int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % (2**255)
    return ec.derive_private_key(number, ec.SECP256R1()).private_bytes(*_PLAIN)


OFFICE, ONCE = a_known_key("office"), a_known_key("once")
TEXTS = [b"", b"{}\n", b"x" * 1023, b"x" * 1024, b"x" * 1025, b"\x00\xff" * 1024, bytes(range(256)) * 20]


def vectors() -> dict[str, Any]:
    office = sealing.public(OFFICE)
    return {
        "base": {"office": msgspec.to_builtins(office), "once": _jwk(ONCE)},
        "cases": [
            {
                "name": f"{len(text)} bytes",
                "text": base64.b64encode(text).decode(),
                "chunk": 1024,
                "file": base64.b64encode(sealing.sealed(text, office, ONCE, 1024)).decode(),
            }
            for text in TEXTS
        ],
    }


def _jwk(pem: bytes) -> dict[str, Any]:
    key = serialization.load_pem_private_key(pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    numbers = key.private_numbers()
    parts = (numbers.public_numbers.x, numbers.public_numbers.y, numbers.private_value)
    x, y, d = (base64.urlsafe_b64encode(one.to_bytes(32, "big")).rstrip(b"=").decode() for one in parts)
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "d": d, "ext": True}


def written() -> bytes:
    return msgspec.json.format(msgspec.json.encode(vectors(), order="sorted"), indent=0) + b"\n"


if __name__ == "__main__":
    FILE.write_bytes(written())

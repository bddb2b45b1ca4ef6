"""The company's own seal on a certificate: a PAdES baseline signature (ETSI EN 319 142, B-B) beside the bytes.

The bytes that were typeset stay as they are; the signature is appended, so the unsigned document can be cut out again.
The key is the house's own unless the operator brings one that readers already trust: one PEM file with the private
key, its certificate and the chain above it.

Errors   `ValueError` for a file without a key and its certificate.
Effects  CPU; the randomness of the signature.
"""

import hashlib
import io

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko_certvalidator.registry import SimpleCertificateStore

from media.model import Signed

FIELD = "Issuer"
_DER = serialization.Encoding.DER


def sign(pdf: bytes, pem: bytes) -> Signed:
    """The document with the seal of whoever holds this key. Slow; keep it out of the event loop."""
    key, first, chain = _read(pem)
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([first, *chain])
    signer = signers.SimpleSigner(signing_cert=first, signing_key=key, cert_registry=store)
    how = signers.PdfSignatureMetadata(field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES)
    out = io.BytesIO()
    signers.sign_pdf(IncrementalPdfFileWriter(io.BytesIO(pdf)), how, signer=signer, output=out)
    return Signed(out.getvalue(), hashlib.sha256(first.dump()).hexdigest())


def _read(pem: bytes) -> tuple[asn1_keys.PrivateKeyInfo, asn1_x509.Certificate, list[asn1_x509.Certificate]]:
    """The key, its certificate and the rest of the chain."""
    key = serialization.load_pem_private_key(pem, None)
    public = key.public_key().public_bytes(_DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    held = x509.load_pem_x509_certificates(pem)
    own = [one for one in held if _public(one) == public]
    if not own:
        raise ValueError("no certificate for the key")
    plain = key.private_bytes(_DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    first, *rest = (asn1_x509.Certificate.load(one.public_bytes(_DER)) for one in [own[0], *(set(held) - {own[0]})])
    return asn1_keys.PrivateKeyInfo.load(plain), first, rest


def _public(certificate: x509.Certificate) -> bytes:
    return certificate.public_key().public_bytes(_DER, serialization.PublicFormat.SubjectPublicKeyInfo)

"""The few lines by which a bundle's script checks signatures are held against RFC 8032 and a library."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.factories.evidence import script

VERIFY = script()
# Tests 1 to 3 of section 7.1: public key, message, signature.
RFC_8032 = [
    (
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
        "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
        "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]


@pytest.mark.parametrize(("key", "message", "signature"), RFC_8032)
def test_the_signatures_of_rfc_8032_are_taken(key, message, signature):
    assert VERIFY.is_signed(*map(bytes.fromhex, (key, message, signature)))


def test_what_a_library_signs_is_taken_and_every_bit_of_it_counts():
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    key, message = private.public_key().public_bytes_raw(), "Đồng ý.".encode()
    signature = private.sign(message)

    assert VERIFY.is_signed(key, message, signature)
    for bit in range(0, 512, 7):
        bent = bytearray(signature)
        bent[bit // 8] ^= 1 << bit % 8
        assert not VERIFY.is_signed(key, message, bytes(bent))


@pytest.mark.parametrize("length", [0, 31, 32, 63, 65])
def test_a_signature_of_another_length_is_none(length):
    key, message, signature = map(bytes.fromhex, RFC_8032[1])

    assert not VERIFY.is_signed(key, message, (signature + b"\0")[:length])


def test_a_signature_written_in_another_way_is_none():
    """Its second half counted once around the curve's order says the same and is not the same bytes."""
    key, message, signature = map(bytes.fromhex, RFC_8032[1])
    s = int.from_bytes(signature[32:], "little") + VERIFY.ORDER

    assert not VERIFY.is_signed(key, message, signature[:32] + s.to_bytes(32, "little"))


@pytest.mark.parametrize("key", [b"", bytes(31), b"\xff" * 32, b"\x02" + bytes(31)])
def test_what_is_no_key_signs_nothing(key):
    assert not VERIFY.is_signed(key, b"", bytes.fromhex(RFC_8032[0][2]))

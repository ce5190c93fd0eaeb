"""Receipts: what lets a person withdraw an answer, or say that an earlier one is theirs, without telling who they are.

A receipt is made from the response and a secret of the store, so that the same response gets the same
receipt however often it is sent, and nobody can work one out from a response alone. The store keeps only a
hash, so no receipt can be read in it. Whoever holds the whole file holds its secret as well, and could compute one.

A link is made with the same secret from the first response of a person who typed a receipt in a later wave. It is
the same in all of their answers, and neither a receipt nor the response's id can be worked out from it.

The letters are those of D. Crockford's base 32 (2002), which leaves out I, L, O and U, because people copy
receipts by hand.
"""

from __future__ import annotations

import hashlib
import hmac

__all__ = ["hash_receipt", "make_link", "make_receipt"]

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
GROUPS, GROUP = 3, 4
LINK_LENGTH = 20
FOR_LINKS = b"/link"
MISREAD = str.maketrans("OIL", "011")


def make_receipt(secret: bytes, response_id: str) -> str:
    """The receipt of a response: twelve letters and digits (60 bits) in groups of four.

    >>> make_receipt(b"secret of the store", "r1")
    'VNMY-5TAM-0WZB'
    """
    digest = hmac.digest(secret, response_id.encode(), "sha256")
    number = int.from_bytes(digest, "big")
    letters = "".join(LETTERS[(number >> 5 * place) % 32] for place in range(GROUPS * GROUP))
    return "-".join(letters[start : start + GROUP] for start in range(0, len(letters), GROUP))


def hash_receipt(receipt: str) -> str:
    """What the store keeps of a receipt: SHA-256 of its letters, however they were typed.

    >>> hash_receipt("ABCD-EFGH-0123") == hash_receipt("abcd efgh oi23")
    True
    """
    letters = "".join(character for character in receipt.upper() if character.isalnum())
    return hashlib.sha256(letters.translate(MISREAD).encode("utf-8", "replace")).hexdigest()


def make_link(secret: bytes, response_id: str) -> str:
    """The link of all answers of a person, made from the first that was linked: `k` and twenty hexadecimal digits.

    >>> make_link(b"secret of the store", "r1")
    'k69427132cb5bc4986514'
    """
    # Another key than that of the receipts, so that no receipt tells a part of any link.
    return f"k{hmac.digest(secret + FOR_LINKS, response_id.encode(), 'sha256').hex()[:LINK_LENGTH]}"

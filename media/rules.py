"""When two photos are the same picture."""

BITS = 64
ALL_BITS = (1 << BITS) - 1
BANDS = 4
BAND_BITS = BITS // BANDS
# The same person: a picture this near is the same one, saved again or sent on by another app.
SAME_DISTANCE = 4
# The second fingerprint must agree, or two pictures with large plain areas would be called the same.
SAME_COSINE_DISTANCE = 10
# Anybody: a picture this near is worth a look.
SIMILAR_DISTANCE = 8


def distance(one: int, other: int) -> int:
    """In how many of 64 bits two fingerprints differ."""
    differing = (one ^ other) & ALL_BITS
    return differing.bit_count()


def is_same(one: tuple[int, int], other: tuple[int, int]) -> bool:
    """Whether two pictures, each as (difference hash, cosine hash), are one."""
    return distance(one[0], other[0]) <= SAME_DISTANCE and distance(one[1], other[1]) <= SAME_COSINE_DISTANCE


def bands(fingerprint: int) -> tuple[int, ...]:
    """Four numbers of 16 bits. Fingerprints that differ in at most 3 bits have one in common, surely."""
    return tuple(
        (fingerprint >> shift) & (2**BAND_BITS - 1) for shift in range(BITS - BAND_BITS, -1, -BAND_BITS)
    )


def signed(fingerprint: int) -> int:
    """The same 64 bits as a number that a BIGINT column can hold."""
    return fingerprint - 2**BITS if fingerprint >= 2 ** (BITS - 1) else fingerprint

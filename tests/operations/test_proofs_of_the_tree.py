"""Roots and proofs are those of RFC 6962, as another implementation computes them.

The eight leaves, the roots over the first one to eight of them, and the paths and extensions are those
that the reference tests of Certificate Transparency (the C++ and Go code of its authors) have published
since RFC 6962; whoever implements the tree holds theirs against the same.
"""

import pytest

from models.journal.merkle import root_of
from models.journal.proofs import Tree, is_extended, is_included
from models.store.verify.tree import root_of_all

LEAVES = [
    bytes.fromhex(each)
    for each in (
        "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]  # fmt: skip
ROOTS = [
    bytes.fromhex(each)
    for each in (
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    )
]
EMPTY = bytes.fromhex("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
# By place (from 0) and size.
PATHS = {
    (0, 1): [],
    (0, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (5, 8): [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 3): ["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"],
    (1, 5): [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
# By the sizes of the two trees.
EXTENSIONS = {
    (1, 1): [],
    (1, 8): [
        "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ],
    (6, 8): [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ],
    (2, 5): [
        "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
    ],
}
TREE = Tree(LEAVES)
SIZES = range(1, 9)
PAIRS = [(old, new) for new in SIZES for old in range(1, new + 1)]


def hexed(proof):
    return [each.hex() for each in proof]


@pytest.mark.parametrize("size", SIZES)
def test_all_three_ways_to_a_root_come_to_the_published_one(size):
    expected = ROOTS[size - 1]

    assert TREE.root(size) == root_of(LEAVES[:size]) == root_of_all(LEAVES[:size]) == expected


def test_the_root_over_nothing_is_the_published_one():
    assert TREE.root(0) == root_of([]) == EMPTY


@pytest.mark.parametrize("place", PATHS)
def test_a_path_is_the_published_one(place):
    assert hexed(TREE.inclusion(*place)) == PATHS[place]


@pytest.mark.parametrize("sizes", EXTENSIONS)
def test_an_extension_is_the_published_one(sizes):
    assert hexed(TREE.consistency(*sizes)) == EXTENSIONS[sizes]


@pytest.mark.parametrize("size", SIZES)
def test_every_entry_is_shown_to_be_in_every_tree_it_is_in(size):
    for leaf in range(size):
        proof = TREE.inclusion(leaf, size)

        assert is_included(LEAVES[leaf], leaf, size, ROOTS[size - 1], proof)


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_every_tree_is_shown_to_extend_every_earlier_one(old, new):
    proof = TREE.consistency(old, new)

    assert is_extended(old, new, ROOTS[old - 1], ROOTS[new - 1], proof)


def bent(proof):
    """Yield a proof with one hash changed, one left out, one too many."""
    for place, each in enumerate(proof):
        changed = bytes([each[0] ^ 1]) + each[1:]
        yield [*proof[:place], changed, *proof[place + 1 :]]
        yield [*proof[:place], *proof[place + 1 :]]
    yield [*proof, EMPTY]


@pytest.mark.parametrize("size", SIZES)
def test_no_other_proof_entry_place_size_or_root_will_do(size):
    for leaf in range(size):
        proof, root = TREE.inclusion(leaf, size), ROOTS[size - 1]
        others = [
            (LEAVES[leaf] + b"!", leaf, size, root, proof),
            (LEAVES[leaf], leaf + 1, size, root, proof),
            (LEAVES[leaf], leaf - 1, size, root, proof),
            (LEAVES[leaf], leaf, size, EMPTY, proof),
            *((LEAVES[leaf], leaf, size, root, wrong) for wrong in bent(proof)),
        ]

        assert [each for each in others if is_included(*each)] == []


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_a_tree_that_does_not_begin_with_the_other_is_not_shown_to(old, new):
    proof, roots = TREE.consistency(old, new), (ROOTS[old - 1], ROOTS[new - 1])
    others = [
        (old, new, EMPTY, roots[1], proof),
        (old, new, roots[0], EMPTY, proof),
        (new + 1, new, *roots, proof),
        *((old, new, *roots, wrong) for wrong in bent(proof)),
    ]

    assert [each for each in others if is_extended(*each)] == []


def test_what_is_not_in_the_tree_has_no_proof():
    with pytest.raises(ValueError, match="leaf 8 of 8"):
        TREE.inclusion(8, 8)
    with pytest.raises(ValueError, match="5 and 9"):
        TREE.consistency(5, 9)


def test_a_tree_of_any_size_proves_itself():
    entries = [bytes([number]) * 3 for number in range(70)]
    tree = Tree(entries)

    for size in (9, 31, 32, 33, 64, 69, 70):
        root = root_of_all(entries[:size])
        assert all(
            is_included(entries[leaf], leaf, size, root, tree.inclusion(leaf, size))
            for leaf in range(size)
        )
        assert all(
            is_extended(old, size, root_of_all(entries[:old]), root, tree.consistency(old, size))
            for old in range(size + 1)
        )

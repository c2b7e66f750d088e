"""Reading and parsing: every way to fail has a code, a place and something to do."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examples import tried
from mineralreg.document.content import DocumentError
from mineralreg.document.document import newline_of, parse_document, read_document

BAD_ENCODING = sorted(
    (Path(__file__).parent.parent / "data" / "toml" / "invalid" / "encoding").glob("*.toml")
)


def failure(raw: bytes) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        parse_document(raw, "x.toml")
    return caught.value


@pytest.mark.parametrize(
    ("raw", "newline", "bom", "mixed"),
    [
        (b"", "\n", False, False),
        (b"a = 1", "\n", False, False),
        (b"a = 1\nb = 2\n", "\n", False, False),
        (b"a = 1\r\nb = 2\r\n", "\r\n", False, False),
        (b"\xef\xbb\xbfa = 1\r\nb = 2\nc = 3\r\n", "\r\n", True, True),
        (b"a = 1\nb = 2\nc = 3\r\n", "\n", False, True),
    ],
)
def test_style(raw: bytes, newline: str, bom: bool, mixed: bool) -> None:
    document = parse_document(raw, "x.toml")
    assert newline_of(document.text) == newline
    assert (document.has_bom, document.mixed_newlines) == (bom, mixed)
    assert document.encode(document.text) == raw == document.raw
    assert not document.text.startswith("\ufeff")


@pytest.mark.parametrize(
    ("raw", "code", "line", "column", "message"),
    [
        (b'a = "\xc3\xa9"\nb = "\xc3\xa9\xff"', "MR001", 2, 7, "byte 0xff"),
        (b"\xef\xbb\xbf\xff", "MR001", 1, 1, "byte 0xff"),
        (b"a = 1\r\nb = 2\x00", "MR001", 2, 6, "NUL"),
        (b"\xff\xfea\0", "MR001", 1, 1, "UTF-16"),
        (b"a = 1\r\nb =\r\nc = 1", "MR002", 2, 4, "invalid value"),
        (b'\xef\xbb\xbfa = "\xc3\xa9" b', "MR002", 1, 9, "expected newline"),
        (b"a = 1\n  b = 1\n  b = 2\n", "MR002", 3, 3, "this key has a value already"),
        (b"[a]\n[b]\n[a]\n", "MR002", 3, 3, "cannot declare 'a' twice"),
        (b"d = 2026-02-30", "MR002", 1, 5, "invalid date"),
        (b"x = 'y'\na = " + b"9" * 5000, "MR002", 2, 5, "more than 4300 digits"),
        (b"# " + b"9" * 5000 + b"\na = [1, " + b"9_" * 5000 + b"9]", "MR002", 2, 9, "digits"),
        (b"a = " + b"[" * 10000, "MR002", 1, 405, "more than 400 levels"),
        (b"a = " + b"[" * 10000 + b"]" * 10000, "MR002", 1, 405, "more than 400 levels"),
        (b"a = " + b"{a = " * 10000, "MR002", 1, 5 + 5 * 400, "more than 400 levels"),
        (b"\na" + b".a" * 1200 + b" = 1", "MR002", 2, 1, "more than 1000 parts"),
    ],
)
def test_place_of_the_trouble(raw: bytes, code: str, line: int, column: int, message: str) -> None:
    error = failure(raw)
    assert (error.code, error.line, error.column) == (code, line, column)
    assert message in error.message
    assert "x.toml" in error.message
    assert error.help
    assert error.exit_code == 3


def test_bracket_that_is_never_closed() -> None:
    help = failure(b'a = "[" # [\nb = [\n  1,\nc = 2\n').help
    assert help is not None
    assert "the '[' at line 2, column 5 is never closed" in help


@pytest.mark.parametrize("file", BAD_ENCODING, ids=lambda file: file.stem)
def test_the_toml_projects_badly_encoded_files(file: Path) -> None:
    error = failure(file.read_bytes())
    assert error.code == "MR001" or "bom-not" in file.stem or "ideographic" in file.stem
    assert error.line is not None


@tried(200)
@given(
    st.lists(
        st.sampled_from(
            [b"a", b" = ", b"[", b"]", b"{", b"}", b'"', b"'", b"\n", b"\r\n", b"\\", b"#", b"\xc3",
             b"\xa9", b",", b"1", b".", b"\0", b"'''", b'"""', b"2026-02-31", b"\xef\xbb\xbf"]
        ),
        max_size=20,
    )
)  # fmt: skip
def test_any_bytes_give_a_document_or_a_place_in_the_file(pieces: list[bytes]) -> None:
    raw = b"".join(pieces)
    error: DocumentError | None = None
    try:
        document = parse_document(raw, "x.toml")
    except DocumentError as caught:
        error = caught
    if error is None:
        assert document.encode(document.text) == raw
        return
    lines = raw.split(b"\n")
    assert error.line is not None
    assert error.column is not None
    assert 1 <= error.line <= len(lines)
    assert 1 <= error.column <= len(lines[error.line - 1].decode(errors="replace")) + 1


@pytest.mark.slow
def test_strings_of_five_megabytes() -> None:
    """They come to an end: no pattern goes back over what it has read."""
    assert len(parse_document(b'a = "' + b"x" * 5_000_000 + b'"', "x.toml").data["a"]) == 5_000_000
    failure(b'a = "' + b'\\"' * 2_500_000 + b'"\nb = [')
    failure(b"a = '''" + b"'x" * 2_500_000)


def test_what_is_no_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, reason in [
        (tmp_path / "missing" / "x.toml", "there is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe", "is a pipe or device"),
        (Path("/dev/null"), "is a pipe or device"),
        (tmp_path / "a\0b", "cannot be read"),
    ]:
        with pytest.raises(DocumentError, match=reason) as caught:
            read_document(str(path))
        assert (caught.value.code, caught.value.line) == ("MR001", None)

"""The diff of a change: `patch` makes the new text of it, also without a final line end."""

import subprocess
import tempfile
from pathlib import Path

from hypothesis import example, given
from hypothesis import strategies as st

from examples import tried
from inside import soon
from mineralreg.output.patch import unified

LINES = st.lists(
    st.sampled_from(["a", "b", "[[x]]", "id = 1", "id = 2", "id = 3", "é"]), min_size=1, max_size=16
)


def text(lines: list[str], end: bool) -> str:
    return "\n".join(lines) + ("\n" if end and lines else "")


@tried(100)
@given(LINES, LINES, st.booleans(), st.booleans())
@example(["a"], ["a"], True, False)
@example(["a"] * 10, ["a"] * 4 + ["b"] + ["a"] * 6, True, True)
def test_patch_takes_the_diff(old: list[str], new: list[str], old_end: bool, new_end: bool) -> None:
    before, after = text(old, old_end), text(new, new_end)
    diff = unified("f.toml", before, after)
    if before == after:
        assert diff == ""
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "f.toml"
        path.write_bytes(before.encode())
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-p0"],
            input=diff.encode(),
            cwd=folder,
            check=True,
            capture_output=True,
        )
        assert path.read_bytes() == after.encode()


def test_the_form() -> None:
    before = "".join(f"{number}\n" for number in range(1, 21))
    after = before.replace("10\n", "ten\n")
    assert unified("data/f.toml", before, after) == (
        "--- data/f.toml\n+++ data/f.toml\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n"
    )


def test_a_missing_line_end_is_told() -> None:
    assert unified("f", "a", "a\n") == (
        "--- f\n+++ f\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"
    )


def test_the_time_grows_with_the_file() -> None:
    records = [f'[[source]]\nid = "{number}"\ntitle = "a"\n\n' for number in range(20_000)]
    before = "".join(records)
    after = before.replace('"a"', '"b"')
    added = "".join([*records[:7_000], '[[source]]\nid = "x"\n\n', *records[7_000:]])
    renamed = before.replace('id = "', 'id = "new-')
    with soon():
        assert unified("f", before, after).count("\n+title") == 20_000
        assert unified("f", before, added).count("\n+") == 4
        assert unified("f", before, renamed).count("\n+id") == 20_000

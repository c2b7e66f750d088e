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
    notes = {line for line in diff.splitlines() if line[:1] not in (" ", "+", "-", "@")}
    assert notes <= {"\\ No newline at end of file"}
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

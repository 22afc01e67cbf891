import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from xuke.publish.records import PublishError
from xuke.publish.replace import replaced_folder


def make(site, text):
    with replaced_folder(site) as folder:
        (folder / "index.html").write_text(text, "utf-8")


def fill_the_disk(folder):
    (folder / "index.html").write_text("half", "utf-8")
    raise OSError("disk full")


def test_a_new_site_takes_the_place_of_the_former_one_whole(tmp_path):
    site = tmp_path / "site"
    make(site, "one")
    (site / "old.html").touch()

    make(site, "two")

    assert sorted(path.name for path in site.iterdir()) == [".xuke-site", "index.html"]
    assert (site / "index.html").read_text("utf-8") == "two"
    assert [path.name for path in tmp_path.iterdir() if path.is_dir()] == ["site"]


def test_an_error_while_it_is_made_leaves_the_former_site(tmp_path):
    site = tmp_path / "site"
    make(site, "one")

    with pytest.raises(OSError, match="disk full"), replaced_folder(site) as folder:
        fill_the_disk(folder)

    assert (site / "index.html").read_text("utf-8") == "one"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_a_kill_while_it_is_made_leaves_the_former_site_and_the_next_call_succeeds(tmp_path):
    site = tmp_path / "site"
    make(site, "one")
    program = (
        "import pathlib, sys, time\n"
        "from xuke.publish.replace import replaced_folder\n"
        "with replaced_folder(pathlib.Path(sys.argv[1])) as folder:\n"
        "    (folder / 'index.html').write_text('half')\n"
        "    print('writing', flush=True)\n"
        "    time.sleep(60)\n"
    )
    child = subprocess.Popen([sys.executable, "-c", program, site], stdout=subprocess.PIPE)
    assert child.stdout.readline() == b"writing\n"
    os.kill(child.pid, signal.SIGKILL)
    child.wait()

    assert (site / "index.html").read_text("utf-8") == "one"
    make(site, "two")
    assert (site / "index.html").read_text("utf-8") == "two"


def test_a_stop_between_the_two_renames_is_put_right(tmp_path):
    site = tmp_path / "site"
    make(site, "one")
    site.rename(tmp_path / ".site.former")

    with pytest.raises(RuntimeError), replaced_folder(site):
        raise RuntimeError

    assert (site / "index.html").read_text("utf-8") == "one"


def test_a_new_site_that_cannot_take_its_place_leaves_the_former_one(tmp_path, monkeypatch):
    site = tmp_path / "site"
    make(site, "one")
    rename = Path.rename

    def refuse_new(path, target):
        if path.name == ".site.new":
            raise PermissionError("in use")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", refuse_new)
    with pytest.raises(PublishError, match=r"cannot be replaced \(in use\); close what has it"):
        make(site, "two")

    assert (site / "index.html").read_text("utf-8") == "one"


def test_a_folder_that_is_not_a_site_is_never_replaced(tmp_path):
    (tmp_path / "thesis.docx").write_text("years of work", "utf-8")

    with pytest.raises(PublishError, match="is not a site of Xuke"):
        make(tmp_path, "x")

    assert (tmp_path / "thesis.docx").read_text("utf-8") == "years of work"


def test_two_at_once_do_not_write_into_each_other(tmp_path):
    site = tmp_path / "site"
    with replaced_folder(site) as folder:
        (folder / "index.html").write_text("one", "utf-8")
        with pytest.raises(PublishError, match="another xuke publish is making it"):
            make(site, "two")

    assert (site / "index.html").read_text("utf-8") == "one"

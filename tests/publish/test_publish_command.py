"""``xuke publish``."""

import pytest
from click.testing import CliRunner

from published import write_run
from xuke.cli import group, main


def test_a_site_goes_beside_the_runs_where_no_other_place_is_named(tmp_path):
    write_run(tmp_path, "shanghai-yangpu", 2023)

    result = CliRunner().invoke(group, ["publish", "--output", str(tmp_path)])

    assert result.exit_code == 0, result.output
    assert f"{tmp_path / 'site' / 'index.html'}: 1 report" in result.output
    assert (tmp_path / "site" / "zh" / "reports" / "shanghai-yangpu" / "2023").is_dir()


def test_a_place_can_be_named_and_a_second_time_changes_nothing(tmp_path):
    write_run(tmp_path / "runs", "shanghai-yangpu", 2023)
    arguments = ["publish", "--output", str(tmp_path / "runs"), "--site", str(tmp_path / "public")]

    for _ in range(2):
        assert CliRunner().invoke(group, arguments).exit_code == 0

    assert (tmp_path / "public" / "index.html").is_file()
    assert sorted(path.name for path in (tmp_path / "runs").iterdir()) == ["shanghai-yangpu"]


def test_without_runs_the_command_says_what_to_do(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["publish", "--output", str(tmp_path)])

    assert ended.value.code == 2
    assert "no record of a run; xuke run makes them" in capsys.readouterr().err

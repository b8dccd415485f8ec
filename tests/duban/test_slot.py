"""The name under which a process holds its part of the work."""

from __future__ import annotations

from pathlib import Path

from duban.slot import taken_slot


def test_a_process_started_anew_gets_its_old_name_back(tmp_path: Path) -> None:
    with taken_slot(tmp_path, alone=True) as first:
        pass
    with taken_slot(tmp_path, alone=True) as second:
        pass
    assert first == second


def test_no_two_alive_share_a_name(tmp_path: Path) -> None:
    with taken_slot(tmp_path, alone=False) as one, taken_slot(tmp_path, alone=False) as other:
        assert one != other


def test_a_folder_of_the_same_name_on_another_volume_gives_another_name(tmp_path: Path) -> None:
    """As on two machines that are called alike."""
    home = tmp_path / "home"
    with taken_slot(home, alone=True) as here:
        pass
    home.rename(tmp_path / "away")
    with taken_slot(home, alone=True) as there:
        assert here != there

"""`pumasi sample`: an invented neighbourhood in an empty store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api import wiring
from api.cli.console import both, out, say
from api.cli.move import say_command
from api.cli.options import DataOption, StoreOption, settings_of
from api.cli.progress import bar
from casework.desk import Desk, day_of
from casework.register.city import write_sample_files
from casework.register.sample import CENTRE, Size, fill_with_sample


def sample(
    size: Annotated[Size, typer.Option(help=both("동, 구 또는 시", "A dong, a gu or a city"))] = "dong",
    seed: Annotated[int, typer.Option(help=both("같은 수는 같은 자료", "The same seed, the same data"))] = 1,
    centre: Annotated[
        str | None,
        typer.Option(metavar="LAT,LON", help=both("가운데 좌표", "Where its middle is"), show_default=False),
    ] = None,
    to_admin_files: Annotated[
        Path | None,
        typer.Option(
            file_okay=False,
            help=both(
                "저장소 대신 neo4j-admin으로 넣을 파일의 새 폴더",
                "Instead of a store, a new folder of files for neo4j-admin",
            ),
        ),
    ] = None,
    data: DataOption = None,
    store: StoreOption = None,
) -> None:
    """빈 저장소에 가상 자료를 넣습니다. / Put an invented neighbourhood into an empty store."""
    point = CENTRE if centre is None else read_point(centre)
    if to_admin_files is not None:
        now = wiring.utc_now()
        with bar(say("가상 자료", "Sample")) as tell:
            made = write_sample_files(
                to_admin_files, size, seed=seed, day=day_of(now), at=now, centre=point, progress=tell
            )
        say_command(to_admin_files, made.nodes, made.relationships)
        return
    desk = wiring.open_desk(settings_of(data, store=store))
    try:
        count = fill(desk, size, seed, point)
    finally:
        desk.store.close()
    out.print(say(f"가상 기록 {count:,}건을 넣었습니다.", f"Put in {count:,} invented records."))


def fill(desk: Desk, size: Size, seed: int, centre: tuple[float, float] = CENTRE) -> int:
    """Put a sample in with a bar; returns how many records."""
    with bar(say("가상 자료", "Sample")) as tell:
        return fill_with_sample(desk, size, seed=seed, centre=centre, progress=tell)


def read_point(text: str) -> tuple[float, float]:
    """Latitude and longitude in or around Korea.

    Raises:
        typer.BadParameter: it is no such pair.
    """
    try:
        latitude, longitude = (float(part) for part in text.split(","))
    except ValueError:
        raise typer.BadParameter("37.54,127.08", param_hint="--centre") from None
    if not (32 <= latitude <= 39.5 and 123 <= longitude <= 132.5):
        raise typer.BadParameter("32–39.5,123–132.5", param_hint="--centre")
    return latitude, longitude

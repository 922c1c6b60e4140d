"""How much of a file is read at most. Sizes on disk come from the settings; the rest is fixed and documented."""

from dataclasses import asdict, dataclass

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one reading; ``address_space`` and ``cpu_seconds`` are imposed on the child by the kernel."""

    workbook_bytes: int = 20 * MEGABYTE
    text_bytes: int = 400 * MEGABYTE
    parts: int = 200
    unpacked_bytes: int = 200 * MEGABYTE
    ratio: int = 100
    rows: int = 200_000
    columns: int = 100
    formulas: int = 20_000
    chunk_rows: int = 250_000
    address_space: int = 1536 * MEGABYTE
    cpu_seconds: int = 60
    wall_seconds: int = 120

    def as_mapping(self) -> dict[str, int]:
        return asdict(self)

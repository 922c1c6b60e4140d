"""Where a point lies on the sketch map of the city: plain degrees, the width narrowed by the cosine of the latitude."""

from dataclasses import dataclass
from math import ceil, floor

MARGIN = 0.04
LEAST_SPAN = 144.0
TILE_LEVEL = 8
WORLD_WEST, WORLD_NORTH, WORLD = -180.0, 90.0, 360.0


@dataclass(frozen=True, slots=True)
class Box:
    """A part of the map in its own units; ``left`` and ``top`` are where it begins."""

    left: float
    top: float
    width: float
    height: float

    @property
    def view(self) -> str:
        return f"{self.left:g} {self.top:g} {self.width:g} {self.height:g}"


@dataclass(frozen=True, slots=True)
class Tile:
    """One picture of a tile service and where it lies on the sketch."""

    level: int
    row: int
    column: int
    box: Box


@dataclass(frozen=True, slots=True)
class Sketch:
    """The frame of the map: ``width`` by ``height`` units from west to east and north to south, in degrees."""

    width: float
    height: float
    west: float
    east: float
    north: float
    south: float

    def place(self, longitude: float, latitude: float) -> tuple[float, float]:
        """To a tenth of a unit."""
        across = (longitude - self.west) / (self.east - self.west) * self.width
        down = (self.north - latitude) / (self.north - self.south) * self.height
        return round(across, 1), round(down, 1)

    @property
    def whole(self) -> Box:
        return Box(0, 0, self.width, self.height)

    def around(self, left: float, top: float, right: float, bottom: float) -> Box:
        """These bounds with a margin, at least ``LEAST_SPAN`` wide and high, inside the map."""
        width, height = max(right - left, LEAST_SPAN), max(bottom - top, LEAST_SPAN)
        margin = max(width, height) * MARGIN
        centre = ((left + right) / 2, (top + bottom) / 2)
        width, height = width + 2 * margin, height + 2 * margin
        return Box(round(centre[0] - width / 2, 1), round(centre[1] - height / 2, 1), round(width, 1), round(height, 1))

    def tiles(self, box: Box, level: int = TILE_LEVEL) -> list[Tile]:
        """The pictures of a service in plain degrees (EPSG:4326) that cover ``box``, by row and column."""
        size = WORLD / 2**level
        west = self.west + box.left / self.width * (self.east - self.west)
        east = self.west + (box.left + box.width) / self.width * (self.east - self.west)
        north = self.north - box.top / self.height * (self.north - self.south)
        south = self.north - (box.top + box.height) / self.height * (self.north - self.south)
        rows = range(floor((WORLD_NORTH - north) / size), ceil((WORLD_NORTH - south) / size))
        columns = range(floor((west - WORLD_WEST) / size), ceil((east - WORLD_WEST) / size))
        return [Tile(level, row, column, self._box_of(row, column, size)) for row in rows for column in columns]

    def _box_of(self, row: int, column: int, size: float) -> Box:
        left, top = self.place(WORLD_WEST + column * size, WORLD_NORTH - row * size)
        right, bottom = self.place(WORLD_WEST + (column + 1) * size, WORLD_NORTH - (row + 1) * size)
        return Box(left, top, round(right - left, 1), round(bottom - top, 1))

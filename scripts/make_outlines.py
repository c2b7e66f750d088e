"""Makes src/mineralreg/export/outlines.json, the world map of the HTML page, from Natural Earth.

Natural Earth is in the public domain. The npm package world-atlas redistributes its countries at
1:50 million as TopoJSON, which is what this script reads:

    python scripts/make_outlines.py node_modules/world-atlas/countries-50m.json

Borders are simplified on the arcs that neighbours share, so no gaps open between them. Countries
that would be smaller than a finger's tip become dots.
"""

from __future__ import annotations

import heapq
import json
import math
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

from mineralreg.reference.countries import countries

Point = tuple[float, float]

TARGET = Path(__file__).parent.parent / "src" / "mineralreg" / "export" / "outlines.json"
WIDTH = 10_000
"""Width of the map in its own units; paths hold whole numbers only."""
DETAIL = 24.0
"""Corners that span a triangle of less than this area are dropped, in square units."""
SMALL = 2_000.0
"""Countries whose largest island covers less than this become dots, in square units."""
SPECK = 120.0
"""Islands smaller than this are not drawn, in square units."""
SKIPPED = {"Antarctica"}
ABBREVIATED = {
    "Dem. Rep. Congo": "COD",
    "Congo": "COG",
    "Dominican Rep.": "DOM",
    "Central African Rep.": "CAF",
    "Eq. Guinea": "GNQ",
    "Bosnia and Herz.": "BIH",
    "S. Sudan": "SSD",
    "W. Sahara": "ESH",
    "Macedonia": "MKD",
    "Solomon Is.": "SLB",
    "Falkland Is.": "FLK",
    "Fr. Polynesia": "PYF",
    "Fr. S. Antarctic Lands": "ATF",
    "St. Pierre and Miquelon": "SPM",
    "St-Martin": "MAF",
    "St-Barthélemy": "BLM",
    "Wallis and Futuna Is.": "WLF",
    "U.S. Virgin Is.": "VIR",
    "British Virgin Is.": "VGB",
    "N. Mariana Is.": "MNP",
    "Cayman Is.": "CYM",
    "Turks and Caicos Is.": "TCA",
    "Marshall Is.": "MHL",
    "Cook Is.": "COK",
    "Pitcairn Is.": "PCN",
    "Faeroe Is.": "FRO",
    "Antigua and Barb.": "ATG",
    "St. Vin. and Gren.": "VCT",
    "St. Kitts and Nevis": "KNA",
    "Br. Indian Ocean Ter.": "IOT",
    "S. Geo. and the Is.": "SGS",
    "Heard I. and McDonald Is.": "HMD",
    "eSwatini": "SWZ",
}
ELSEWHERE: dict[str, Point] = {
    "GIB": (-5.35, 36.14),
    "TUV": (179.2, -8.5),
    "TKL": (-171.85, -9.2),
    "GUF": (-53.1, 3.9),
    "GLP": (-61.55, 16.25),
    "MTQ": (-61.0, 14.65),
    "REU": (55.53, -21.13),
    "MYT": (45.15, -12.83),
    "BES": (-68.27, 12.2),
    "SJM": (18.0, 78.5),
    "CCK": (96.83, -12.17),
    "CXR": (105.63, -10.49),
    "UMI": (166.6, 19.3),
    "BVT": (3.4, -54.4),
}
"""Places that Natural Earth has no shape for at this scale: longitude and latitude in degrees."""


def project(point: Point) -> Point:
    """Equal Earth (Šavrič, Patterson and Jenny 2018), in map units, y downwards."""
    a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
    root = math.sqrt(3) / 2
    theta = math.asin(root * math.sin(math.radians(point[1])))
    t2 = theta * theta
    t6 = t2**3
    x = math.radians(point[0]) * math.cos(theta)
    x /= root * (a1 + 3 * a2 * t2 + t6 * (7 * a3 + 9 * a4 * t2))
    y = theta * (a1 + a2 * t2 + t6 * (a3 + a4 * t2))
    scale = WIDTH / (2 * 2.7066)
    return WIDTH / 2 + x * scale, -y * scale


def decode(topology: dict[str, Any]) -> list[list[Point]]:
    """The arcs of a topology, in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def triangle(a: Point, b: Point, c: Point) -> float:
    """Area of a triangle."""
    return abs((b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])) / 2


def simplify(points: list[Point], least: float) -> list[Point]:
    """Visvalingam and Whyatt's simplification: drop the corner of the smallest triangle first."""
    keep = len(points)
    before = [i - 1 for i in range(keep)]
    after = [i + 1 for i in range(keep)]
    gone = [False] * keep
    floor = 3 if points[0] != points[-1] else 5
    flat = [project(point) for point in points]
    heap = [(triangle(flat[i - 1], flat[i], flat[i + 1]), i) for i in range(1, len(flat) - 1)]
    heapq.heapify(heap)
    current = {i: area for area, i in heap}
    while heap and keep >= floor:
        area, i = heapq.heappop(heap)
        if gone[i] or current[i] != area:
            continue
        if area >= least:
            break
        gone[i] = True
        keep -= 1
        left, right = before[i], after[i]
        after[left], before[right] = right, left
        for j in (left, right):
            if 0 < j < len(points) - 1:
                bigger = max(area, triangle(flat[before[j]], flat[j], flat[after[j]]))
                current[j] = bigger
                heapq.heappush(heap, (bigger, j))
    return [point for point, dropped in zip(points, gone, strict=True) if not dropped]


def ring(indexes: list[int], arcs: list[list[Point]]) -> list[Point]:
    """One closed line, put together from its arcs; a negative index runs backwards."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    return points


def unrolled(points: list[Point]) -> list[Point]:
    """The same ring without jumps from 180 degrees east to 180 degrees west."""
    turns = 0
    result = [points[0]]
    for (x1, _), (x2, y2) in pairwise(points):
        turns += (x2 - x1 < -180) - (x2 - x1 > 180)
        result.append((x2 + 360 * turns, y2))
    return result


def beyond(points: list[Point], edge: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian (Sutherland and Hodgman's clipping)."""
    kept: list[Point] = []
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        inside1, inside2 = (x1 - edge) * side >= 0, (x2 - edge) * side >= 0
        if inside1:
            kept.append((x1, y1))
        if inside1 != inside2:
            kept.append((edge, y1 + (y2 - y1) * (edge - x1) / (x2 - x1)))
    return kept


def on_the_map(points: list[Point]) -> list[list[Point]]:
    """A ring projected; in two pieces where it crosses the map's edge."""
    ring = unrolled(points)
    pieces = []
    for turn in (-360, 0, 360):
        piece = [(x + turn, y) for x, y in ring]
        if min(x for x, _ in piece) < 180 and max(x for x, _ in piece) > -180:
            piece = beyond(beyond(piece, -180, 1), 180, -1)
            if len(piece) > 2:
                pieces.append([project(point) for point in piece])
    return pieces


def area_of(points: list[Point]) -> float:
    """Area inside a ring."""
    total = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        total += x1 * y2 - x2 * y1
    return abs(total) / 2


def middle(points: list[Point]) -> Point:
    """Centroid of a ring, or the middle of its corners when it has no area."""
    total = x = y = 0.0
    for (x1, y1), (x2, y2) in zip(points, points[1:] + points[:1], strict=True):
        cross = x1 * y2 - x2 * y1
        total += cross
        x += (x1 + x2) * cross
        y += (y1 + y2) * cross
    if abs(total) < 1e-9:
        return (
            sum(point[0] for point in points) / len(points),
            sum(point[1] for point in points) / len(points),
        )
    return x / (3 * total), y / (3 * total)


def path(rings: list[list[Point]], top: float) -> str:
    """SVG path with relative whole numbers."""
    parts: list[str] = []
    at = (0, 0)
    for points in rings:
        whole = [(round(x), round(y - top)) for x, y in points]
        corners = [whole[0]]
        corners += [b for a, b in pairwise(whole) if a != b]
        if corners[-1] == corners[0]:
            corners.pop()
        if len(corners) < 3:
            continue
        steps = []
        for index, (x, y) in enumerate(corners):
            dx, dy = x - at[0], y - at[1]
            steps.append(f"{dx}{'' if dy < 0 else ' '}{dy}" + ("l" if index == 0 else ""))
            at = (x, y)
        text = "m" + steps[0] + steps[1]
        for step in steps[2:]:
            text += step if step.startswith("-") else f" {step}"
        parts.append(text + "z")
        at = corners[0]
    return "".join(parts)


def code_of(name: str) -> str | None:
    """ISO 3166-1 alpha-3 code of a name as Natural Earth writes it; None for a shape without."""
    if name in ABBREVIATED:
        return ABBREVIATED[name]
    country = countries().resolve(name).country
    return country.alpha3 if country else None


def main(source: str) -> None:
    """Read the TopoJSON file and write the outlines."""
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    fine = decode(topology)
    coarse = [simplify(arc, DETAIL) if len(arc) > 2 else arc for arc in fine]
    shapes: dict[str, list[list[Point]]] = {}
    land: list[list[Point]] = []
    dots: dict[str, Point] = {code: project(place) for code, place in ELSEWHERE.items()}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        if name in SKIPPED or not geometry.get("arcs"):
            continue
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        outer = [max(on_the_map(ring(polygon[0], fine)), key=area_of) for polygon in polygons]
        largest = max(outer, key=area_of)
        code = code_of(name)
        if code is None:
            print(f"no code: {name}", file=sys.stderr)
        elif area_of(largest) < SMALL:
            dots[code] = middle(largest)
        kept = []
        for polygon, whole in zip(polygons, outer, strict=True):
            if area_of(whole) >= SPECK:
                kept += [piece for line in polygon for piece in on_the_map(ring(line, coarse))]
        if code is None:
            land += kept
        elif kept:
            shapes.setdefault(code, []).extend(kept)
    ys = [y for rings in shapes.values() for points in rings for _, y in points]
    top, bottom = min(ys), max(ys)
    known = {country.alpha3 for country in countries()}
    missing = sorted(known - shapes.keys() - dots.keys() - {"ATA"})
    print(f"neither shape nor dot: {missing}", file=sys.stderr)
    lines = [
        "{",
        '"note": "Countries of Natural Earth 1:50m (public domain), by way of the npm package '
        'world-atlas 2.0.2, projected to Equal Earth and simplified by scripts/make_outlines.py",',
        f'"width": {WIDTH}, "height": {math.ceil(bottom - top)},',
        f'"land": {json.dumps(path(land, top))},',
        '"shapes": {',
        ",\n".join(f'"{code}": "{path(shapes[code], top)}"' for code in sorted(shapes)),
        '},\n"dots": {',
        ",\n".join(
            f'"{code}": [{round(x)}, {round(y - top)}]' for code, (x, y) in sorted(dots.items())
        ),
        "}}",
    ]
    TARGET.write_text("\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes, {len(shapes)} shapes, {len(dots)} dots")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: make_outlines.py countries-50m.json")
    main(sys.argv[1])

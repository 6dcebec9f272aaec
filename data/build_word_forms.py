#!/usr/bin/env python3
"""build_word_forms.py WORDNET_DICT WORDS > ../src/annotate/data/word_forms.tsv

WORDNET_DICT: folder with WordNet 3.0's index.* and *.exc files (Debian: wordnet-base, /usr/share/wordnet).
WORDS: the lower-case word forms wanted, one a line.

Output: one line a code, "code<TAB>form form/verb …". A code lists what a form can be: n noun, p plural noun, v base form
of a verb, z third person, d past or past participle, g -ing form, a adjective, r adverb; where it can be a verb and
something else, + - = say whether more, fewer or as many senses in tagged text are verbal.
"""
import collections
import re
import sys

VOWELS = "aeiou"


def load(folder):
    lemmas, exceptions = {}, {}
    for part, name in (("n", "noun"), ("v", "verb"), ("a", "adj"), ("r", "adv")):
        lemmas[part], exceptions[part] = {}, {}
        for line in open(f"{folder}/index.{name}", encoding="latin1"):
            fields = line.split()
            if line.startswith(" ") or not re.fullmatch(r"[a-z]+(-[a-z]+)?", fields[0]):
                continue
            lemmas[part][fields[0]] = int(fields[4 + int(fields[3]) + 1])
        for line in open(f"{folder}/{name}.exc"):
            form, *bases = line.split()
            exceptions[part][form] = bases
    return lemmas, exceptions


def undoubled(stem):
    return stem[:-1] if len(stem) > 2 and stem[-1] == stem[-2] and stem[-1] not in VOWELS else stem


def readings(word, lemmas, exceptions):
    nouns, verbs = lemmas["n"], lemmas["v"]
    found = set()
    if word in nouns:
        found.add(("n", word))
    found |= {("p", base) for base in exceptions["n"].get(word, []) if base in nouns}
    for end, base in (("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("ies", "y"), ("men", "man")):
        if word.endswith(end) and len(word) > 3 and not word.endswith("ss") and word[: -len(end)] + base in nouns:
            found.add(("p", word[: -len(end)] + base))
    if word in verbs:
        found.add(("v", word))
    for end, base in (("s", ""), ("ies", "y"), ("es", "e"), ("es", "")):
        if word.endswith(end) and not word.endswith("ss") and word[: -len(end)] + base in verbs:
            found.add(("z", word[: -len(end)] + base))
    for base in exceptions["v"].get(word, []):
        if base in verbs:
            found.add(("g" if word.endswith("ing") else "z" if word.endswith("s") and word != "was" else "d", base))
    for part, endings in (("d", ("ed", "ied")), ("g", ("ing",))):
        if any(p == part for p, _ in found):
            continue
        for end in endings:
            if not word.endswith(end):
                continue
            stem = word[: -len(end)]
            for base in ((stem + "y",) if end == "ied" else (stem + "e", stem, undoubled(stem))):
                if base in verbs:
                    found.add((part, base))
                    break
    if word in lemmas["a"]:
        found.add(("a", word))
    if word in lemmas["r"]:
        found.add(("r", word))
    return found


def main(folder, words):
    lemmas, exceptions = load(folder)
    rows = collections.defaultdict(list)
    for word in sorted({line.strip() for line in open(words)} - {""}):
        found = readings(word, lemmas, exceptions)
        if not found:
            continue
        code = "".join(sorted({part for part, _ in found}))
        verbs = sorted(base for part, base in found if part in "vzdg")
        if verbs and set(code) & set("npa"):
            count = lambda part, parts: max([lemmas[part].get(base, 0) for p, base in found if p in parts] or [0])
            other, verb = max(count("n", "np"), count("a", "a")), count("v", "vzdg")
            code += "+" if verb > other else "-" if verb < other else "="
        verb = word if word in verbs else verbs[0] if verbs else ""
        rows[code].append(f"{word}/{verb}" if verb and verb != word else word)
    for code in sorted(rows):
        print(code + "\t" + " ".join(rows[code]))


if __name__ == "__main__":
    main(*sys.argv[1:])

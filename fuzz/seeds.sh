#!/usr/bin/env bash
# Makes seeds for the fuzz targets from the project's own sample articles and test samples.
set -euo pipefail
cd "$(dirname "$0")/.."
for target in source charset annotate; do
    mkdir -p "fuzz/corpus/$target"
    find corpus tests/samples -type f -size -64k | while read -r file; do
        cp "$file" "fuzz/corpus/$target/$(echo "$file" | tr / _)"
    done
done
mkdir -p fuzz/corpus/format fuzz/corpus/query
# The first byte chooses the format: its number in the table of the target.
seed() { { printf "\\x$(printf %02x "$1")"; cat "$2"; } > "fuzz/corpus/format/$1-$(basename "$2")"; }
for file in corpus/*/*.txt; do seed 0 "$file"; done
for file in corpus/*/*.html; do seed 1 "$file"; done
for file in corpus/*/*.json; do seed 2 "$file"; done
seed 11 tests/samples/download.rtf
seed 12 tests/samples/memo.pdf
seed 14 tests/samples/lexis.txt
seed 15 tests/samples/nexis_uni.txt
seed 16 tests/samples/factiva.txt
seed 18 tests/samples/proquest.txt
sed -n 's/^? [a-z ]*| \([^|]*\).*/\1/p' tests/questions/table.txt | sort -u | awk '{print > ("fuzz/corpus/query/" NR)}'

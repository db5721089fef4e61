#!/usr/bin/env bash
# Makes the embedded faces anew: `bash src/draw/fonts/make.sh`. Needs Debian's fonts-noto-cjk and fonttools (PyPI).
# The characters are those of GB 2312, Latin, Greek, Cyrillic, signs, and EXTRA: others that procedures have used.
set -euo pipefail
cd "$(dirname "$0")"
characters=$(mktemp)
trap 'rm -f "$characters"' EXIT
python3 - "$characters" <<'PYTHON'
import sys

EXTRA = "許館"
RANGES = [
    (0x20, 0x7E), (0xA0, 0x24F), (0x2BB, 0x2DD), (0x300, 0x36F), (0x370, 0x3FF), (0x400, 0x45F), (0x1E00, 0x1EFF),
    (0x2000, 0x209F), (0x20A0, 0x20C0), (0x2100, 0x22FF), (0x2460, 0x25FF), (0x2600, 0x266F), (0x2700, 0x27BF),
    (0x3000, 0x303F), (0xFF00, 0xFFEF),
]
wanted = set(EXTRA) | {chr(code) for first, last in RANGES for code in range(first, last + 1)}
for high in range(0xA1, 0xFF):
    for low in range(0xA1, 0xFF):
        wanted |= set(bytes([high, low]).decode("gb2312", "ignore"))
open(sys.argv[1], "w", encoding="utf-8").write("".join(sorted(wanted)))
PYTHON
for weight in Regular Bold; do
    # The third font of the collection is the one for simplified Chinese.
    pyftsubset "/usr/share/fonts/opentype/noto/NotoSansCJK-$weight.ttc" --font-number=2 --text-file="$characters" \
        --output-file="NotoSansCJKsc-$weight.otf" --no-hinting --desubroutinize --layout-features= --no-recalc-timestamp
done

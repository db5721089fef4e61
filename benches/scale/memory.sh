#!/usr/bin/env bash
# What a portfolio costs by its size: benches/scale/memory.sh REDTAPE FOLDER COUNT...
# For each count: seconds, procedures a second, milliseconds of processors for each, which other work on the machine changes little, and the most
# memory of the process; the procedures come through a pipe.
# OPTIONS='--analyze-only' looks for findings only.
set -euo pipefail
redtape=$1 folder=$2
shift 2
printf '%10s %10s %12s %10s %10s %14s %14s\n' procedures seconds 'a second' 'ms each' 'MB most' 'MB records' 'MB ranking'
for count in "$@"; do
    out=$folder/$count
    rm -rf "$out"
    "$redtape" generate --count "$count" --steps 25 |
        /usr/bin/time -f '%e %U %S %M' -o "$folder/time" "$redtape" portfolio - --out "$out" --also ranking --also xlsx ${OPTIONS:-} >/dev/null
    read -r seconds user system kilobytes <"$folder/time"
    size() { stat -c %s "$out/$1"; }
    awk -v n="$count" -v s="$seconds" -v u="$user" -v y="$system" -v k="$kilobytes" -v a="$(size records.ndjson)" -v b="$(size ranking.ndjson)" \
        'BEGIN { printf "%10d %10.1f %12.0f %10.3f %10.1f %14.1f %14.1f\n", n, s, n / s, 1000 * (u + y) / n, k / 1000, a / 1e6, b / 1e6 }'
    rm -rf "$out"
done

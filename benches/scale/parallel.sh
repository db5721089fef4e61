#!/usr/bin/env bash
# The same with GNU parallel: benches/scale/parallel.sh REDTAPE PORTFOLIO.ndjson SUMMARY.json
set -euo pipefail
redtape=$1 portfolio=$2 summary=$3
parallel --pipe-part --arg-file "$portfolio" --block 2M "$redtape portfolio - --map --threads 1 | $redtape portfolio - --reduce --format json" |
    "$redtape" portfolio - --reduce --format json >"$summary"

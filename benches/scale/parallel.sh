#!/usr/bin/env bash
# The same with GNU parallel: benches/scale/parallel.sh REDTAPE PORTFOLIO.ndjson SUMMARY.json
# A block that fails, be it in the first of its two programs, stops everything: a summary never lacks a block in silence.
set -euo pipefail
redtape=$1 portfolio=$2 summary=$3
export PARALLEL_SHELL=/bin/bash
parallel --halt now,fail=1 --pipe-part --arg-file "$portfolio" --block "${BLOCK:-2M}" \
    "set -o pipefail; $redtape portfolio - --map --threads 1 | $redtape portfolio - --reduce --format json" |
    "$redtape" portfolio - --reduce --format json >"$summary"

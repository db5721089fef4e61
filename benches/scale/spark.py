"""The map and reduce of `redtape portfolio`, carried by Apache Spark on this machine.

python3 -m venv /tmp/spark && /tmp/spark/bin/pip install pyspark
/tmp/spark/bin/python benches/scale/spark.py REDTAPE PORTFOLIO.ndjson SUMMARY.json

Each partition is piped through `redtape portfolio - --map`; the records are summed up in two steps, partition by
partition and then all of them, by `redtape portfolio - --reduce`. Both exit with 0 whatever is wrong with single procedures, so
that a partition that fails is one that was not read or added up.
"""

import subprocess
import sys

from pyspark.sql import SparkSession

redtape, portfolio, summary = sys.argv[1:]


def reduced(lines):
    """The summary of the records of one partition, as one line."""
    lines = list(lines)
    command = [redtape, "portfolio", "-", "--reduce", "--format", "json"]
    run = subprocess.run(command, input="\n".join(lines), capture_output=True, text=True, check=True)
    return [run.stdout.strip()]


spark = SparkSession.builder.master("local[2]").appName("redtape").getOrCreate()
texts = spark.sparkContext.textFile(portfolio, minPartitions=8)
records = texts.pipe(f"{redtape} portfolio - --map --threads 1", checkCode=True)
parts = records.mapPartitions(reduced).collect()
with open(summary, "w", encoding="utf-8") as out:
    out.write(reduced(parts)[0] + "\n")
print(f"pyspark {spark.version}: {len(parts)} partitions summed up")
spark.stop()

"""How long a live decision in `redtape review` takes: from the request to the last byte of the page made anew.

    python3 benches/review.py target/release/redtape PROCEDURE.json

Answers one open question after the other with yes; each answer is on the disk before the page is made. Prints medians.
"""

import json
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ANSWERS = 24
PAGES = 15

redtape, procedure = sys.argv[1:]


def timed(action):
    start = time.perf_counter()
    result = action()
    return 1e3 * (time.perf_counter() - start), result


with tempfile.TemporaryDirectory() as folder:
    shutil.copy(procedure, f"{folder}/p.json")
    form = subprocess.run([redtape, "questions", f"{folder}/p.json"], capture_output=True, text=True, check=True)
    facts = [answer["fact"] for answer in json.loads(form.stdout)["answers"]]
    server = subprocess.Popen([redtape, "review", folder], stdout=subprocess.PIPE, text=True)
    try:
        address = next(found for line in server.stdout if (found := re.search(r"http://\S+/", line))).group(0)

        def ask(path, body=None, **headers):
            request = urllib.request.Request(address + path, body, headers)
            return urllib.request.urlopen(request).read().decode()

        pages = [timed(lambda: ask("p")) for _ in range(PAGES)]
        took = []
        for fact in facts[:ANSWERS]:
            answer = {"by": "x", "answer": {"fact": fact, "answer": "yes", "by": "x"}}
            tag = ask("p/tag")
            headers = {"Content-Type": "application/json", "If-Match": f'"{tag}"'}
            try:
                took.append(timed(lambda: ask("p/decide", json.dumps(answer).encode(), **headers))[0])
            except urllib.error.HTTPError as refused:
                # An earlier answer did away with the question.
                print(f"not counted: {refused.read().decode()}")
    finally:
        server.kill()

size = len(pages[-1][1].encode()) / 1e6
print(f"page of {size:.1f} MB made anew: {statistics.median(page[0] for page in pages):.1f} ms (median of {PAGES})")
print(f"decision recorded, page made anew: {statistics.median(took):.1f} ms (median of {len(took)}, most {max(took):.1f})")

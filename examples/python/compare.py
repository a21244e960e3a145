"""Asks a running absum server about a table, by the standard library alone."""

# %% Where the server is, and what is asked
import csv
import json
import os
import urllib.error
import urllib.request

SERVER = os.environ.get("ABSUM_URL", "http://127.0.0.1:8787")
TABLE = "../../fixtures/diabetes.csv"
TARGET = "y"
RECIPE = {"penalty": {"lambdas": [0, 0.001, 0.01, 0.1]}, "training": {"epochs": 20}}


# %% The table: a dict for each row. A number is a number, text becomes one-hot.
def parse(cell):
    try:
        return float(cell)
    except ValueError:
        return cell


with open(TABLE, newline="", encoding="utf-8") as file:
    rows = [{name: parse(cell) for name, cell in row.items()} for row in csv.DictReader(file)]

# From a pandas data frame, NaN becoming the null that JSON has:
# rows = json.loads(frame.to_json(orient="records"))


# %% Post it
def post(path, body):
    request = urllib.request.Request(
        SERVER + path, json.dumps(body).encode(), {"content-type": "application/json"}
    )
    try:
        with urllib.request.urlopen(request) as response:
            return json.load(response)
    except urllib.error.HTTPError as error:
        text = error.read().decode()
        if error.headers.get_content_type() != "application/problem+json":
            raise SystemExit(f"{SERVER + path} is no absum server? It answers {error.code}: {text[:200]}")
        problem = json.loads(text)
        faults = [f"  {fault['place']}: {fault['message']}" for fault in problem["errors"]]
        raise SystemExit("\n".join([problem["title"], *faults]))
    except urllib.error.URLError as error:
        raise SystemExit(f"No absum server at {SERVER} ({error.reason}): start one, or set ABSUM_URL")


report = post("/v1/compare", {"data": {"rows": rows, "target": TARGET}, **RECIPE})

# %% What came out
print(report["headline"], end="\n\n")
for entry in report["lambdas"]:
    if entry["comparison"]:
        print(entry["comparison"]["sentence"])
print()
for finding in report["findings"]:
    print(f"[{finding['severity']}] {finding['message']}")

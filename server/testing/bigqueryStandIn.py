"""A stand-in of BigQuery for tests: the REST methods that its client calls, in the shapes of the published discovery document (bigquery v2), over DuckDB, into
whose SQL sqlglot translates. What is held to here as there: sign-in by a signed assertion, dry runs with bytes and rights, jobs that run on their own and can be
cancelled, time-outs, caps on bytes, pages of rows, and errors with their reasons.

Run: python bigqueryStandIn.py PORT; the accounts come as JSON on standard input."""

import base64
import json
import re
import sys
import threading
import time
import traceback
import uuid
from datetime import date, datetime, timezone
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

import duckdb
import jwt
import sqlglot
from sqlglot import exp

config = json.load(sys.stdin)
accounts = config["accounts"]
database = duckdb.connect()
database.execute("SET TimeZone = 'UTC'; SET threads = 2; SET memory_limit = '2GB'; SET temp_directory = ''")
tokens = {}
jobs = {}
faults = []
seen = []
PAGE_BYTES = 10_000_000
READS = (exp.Select, exp.SetOperation, exp.Subquery)
STATEMENTS = {exp.Insert: "INSERT", exp.Update: "UPDATE", exp.Delete: "DELETE", exp.Merge: "MERGE", exp.TruncateTable: "TRUNCATE_TABLE", exp.Create: "CREATE_TABLE", exp.Drop: "DROP_TABLE"}
CODES = {"invalidQuery": 400, "invalid": 400, "notFound": 404, "accessDenied": 403, "bytesBilledLimitExceeded": 400, "duplicate": 409, "stopped": 400, "authError": 401,
         "backendError": 503, "rateLimitExceeded": 403, "quotaExceeded": 403, "internalError": 500}


class Refusal(Exception):
    def __init__(self, reason, message):
        super().__init__(message)
        self.reason = reason

    def proto(self):
        return {"reason": self.reason, "message": str(self), **({"location": "query"} if self.reason == "invalidQuery" else {})}


# ---- sign-in

def new_token(form):
    claims = None
    assertion = form.get("assertion", [""])[0]
    issuer = jwt.decode(assertion, options={"verify_signature": False}).get("iss") if assertion else None
    account = accounts.get(issuer)
    try:
        claims = account and jwt.decode(assertion, account["publicKey"], algorithms=["RS256"], audience="https://oauth2.googleapis.com/token", options={"verify_iat": False})
    except jwt.PyJWTError:
        pass
    if not claims or "https://www.googleapis.com/auth/bigquery" not in claims.get("scope", ""):
        return 400, {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
    token = f"ya29.{uuid.uuid4().hex}"
    tokens[token] = issuer
    return 200, {"access_token": token, "expires_in": 3599, "token_type": "Bearer"}


# ---- the catalogue

def datasets():
    return [name for (name,) in database.cursor().execute("SELECT schema_name FROM duckdb_schemas() WHERE database_name = 'memory' AND NOT internal AND schema_name <> '_meta'").fetchall()]


TYPES = {"BIGINT": "INT64", "INTEGER": "INT64", "HUGEINT": "INT64", "DOUBLE": "FLOAT64", "FLOAT": "FLOAT64", "VARCHAR": "STRING", "BOOLEAN": "BOOL", "DATE": "DATE", "TIME": "TIME",
         "TIMESTAMP": "DATETIME", "TIMESTAMP WITH TIME ZONE": "TIMESTAMP", "BLOB": "BYTES", "JSON": "JSON"}
LONG = {"INT64": "INTEGER", "FLOAT64": "FLOAT", "BOOL": "BOOLEAN"}


def standard_type(name):
    if name.endswith("[]"):
        return f"ARRAY<{standard_type(name[:-2])}>"
    found = re.match(r"DECIMAL\((\d+),\s*(\d+)\)", name)
    if found:
        return "NUMERIC" if found[2] == "9" else "BIGNUMERIC" if found[1] == "38" else f"NUMERIC({found[1]}, {found[2]})"
    return TYPES.get(name, "STRING")


META = """
CREATE SCHEMA IF NOT EXISTS _meta;
CREATE OR REPLACE MACRO _meta.bq_type(t) AS CASE WHEN t IN ('BIGINT', 'INTEGER', 'HUGEINT') THEN 'INT64' WHEN t IN ('DOUBLE', 'FLOAT') THEN 'FLOAT64' WHEN t = 'VARCHAR' THEN 'STRING'
  WHEN t = 'BOOLEAN' THEN 'BOOL' WHEN t = 'TIMESTAMP' THEN 'DATETIME' WHEN t = 'TIMESTAMP WITH TIME ZONE' THEN 'TIMESTAMP' WHEN t = 'BLOB' THEN 'BYTES'
  WHEN t LIKE 'DECIMAL(%' THEN CASE WHEN t LIKE '%,9)' THEN 'NUMERIC' ELSE replace(replace(t, 'DECIMAL', 'NUMERIC'), ',', ', ') END ELSE t END;
CREATE TABLE IF NOT EXISTS _meta.layout (table_schema VARCHAR, table_name VARCHAR, partitioned VARCHAR, clustered VARCHAR[], told_rows BIGINT);
CREATE OR REPLACE VIEW _meta."TABLES" AS
  SELECT 'acme-test' AS table_catalog, schema_name AS table_schema, table_name, 'BASE TABLE' AS table_type FROM duckdb_tables() WHERE schema_name <> '_meta'
  UNION ALL SELECT 'acme-test', schema_name, view_name, 'VIEW' FROM duckdb_views() WHERE NOT internal AND schema_name <> '_meta';
CREATE TABLE IF NOT EXISTS _meta."VIEWS" (table_schema VARCHAR, table_name VARCHAR, view_definition VARCHAR);
CREATE OR REPLACE VIEW _meta."__TABLES__" AS
  SELECT schema_name AS table_schema, table_name AS table_id, estimated_size AS row_count, estimated_size * 64 AS size_bytes, 1767225600000 AS last_modified_time, 1 AS type FROM duckdb_tables()
  UNION ALL SELECT schema_name, view_name, 0, 0, 1767225600000, 2 FROM duckdb_views() WHERE NOT internal;
CREATE OR REPLACE VIEW _meta."TABLE_OPTIONS" AS
  SELECT schema_name AS table_schema, table_name, 'description' AS option_name, 'STRING' AS option_type, to_json(comment)::VARCHAR AS option_value FROM duckdb_tables() WHERE comment IS NOT NULL;
CREATE OR REPLACE VIEW _meta."COLUMNS" AS
  SELECT c.schema_name AS table_schema, c.table_name, column_name, column_index AS ordinal_position, CASE WHEN is_nullable THEN 'YES' ELSE 'NO' END AS is_nullable, _meta.bq_type(data_type) AS data_type,
    CASE WHEN l.partitioned = column_name THEN 'YES' ELSE 'NO' END AS is_partitioning_column, nullif(list_position(l.clustered, column_name), 0) AS clustering_ordinal_position
  FROM duckdb_columns() c LEFT JOIN _meta.layout l ON l.table_schema = c.schema_name AND l.table_name = c.table_name WHERE NOT c.internal;
CREATE OR REPLACE VIEW _meta."COLUMN_FIELD_PATHS" AS
  SELECT schema_name AS table_schema, table_name, column_name, column_name AS field_path, _meta.bq_type(data_type) AS data_type, comment AS description FROM duckdb_columns() WHERE NOT internal;
CREATE OR REPLACE VIEW _meta._keys AS
  SELECT schema_name AS table_schema, table_name, constraint_type, referenced_table, unnest(constraint_column_names) AS column_name, generate_subscripts(constraint_column_names, 1) AS place,
    CASE WHEN constraint_type = 'FOREIGN KEY' THEN unnest(referenced_column_names) END AS to_column,
    CASE constraint_type WHEN 'PRIMARY KEY' THEN table_name || '.pk$' ELSE table_name || '.fk' || constraint_index END AS constraint_name
  FROM duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'FOREIGN KEY');
CREATE OR REPLACE VIEW _meta."KEY_COLUMN_USAGE" AS
  SELECT k.table_schema, k.table_name, k.constraint_name, k.column_name, k.place AS ordinal_position, p.place AS position_in_unique_constraint
  FROM _meta._keys k LEFT JOIN _meta._keys p ON p.table_schema = k.table_schema AND p.table_name = k.referenced_table AND p.constraint_type = 'PRIMARY KEY' AND p.column_name = k.to_column;
CREATE OR REPLACE VIEW _meta."TABLE_CONSTRAINTS" AS SELECT DISTINCT table_schema, table_name, constraint_name, constraint_type, 'NO' AS enforced FROM _meta._keys;
CREATE OR REPLACE VIEW _meta."CONSTRAINT_COLUMN_USAGE" AS
  SELECT table_schema, CASE constraint_type WHEN 'PRIMARY KEY' THEN table_name ELSE referenced_table END AS table_name, coalesce(to_column, column_name) AS column_name, constraint_name FROM _meta._keys;
"""


def view_text(made, dataset):
    """The query of a view as BigQuery keeps it: each table with its whole path, in one pair of quotes."""
    query = sqlglot.parse_one(made, read="duckdb").expression
    ctes = {cte.alias.lower() for cte in query.find_all(exp.CTE)}
    for table in list(query.find_all(exp.Table)):
        if table.db or table.name.lower() not in ctes:
            table.set("this", exp.to_identifier(f"acme-test.{table.db or dataset}.{table.name}", quoted=True))
            table.set("db", None)
    return query.sql(dialect="bigquery")


def keep_views(cursor):
    made = cursor.execute("SELECT schema_name, view_name, sql FROM duckdb_views() WHERE NOT internal AND schema_name <> '_meta'").fetchall()
    cursor.execute('DELETE FROM _meta."VIEWS"')
    for dataset, name, text in made:
        cursor.execute('INSERT INTO _meta."VIEWS" VALUES (?, ?, ?)', [dataset, name, view_text(text, dataset)])


database.execute(META)


def catalogue_of(table):
    """The dataset and the view that a question about the catalogue means; None for a plain table."""
    name = table.name.upper()
    if name == "__TABLES__":
        return table.db, "__TABLES__"
    found = re.match(r"INFORMATION_SCHEMA\.(\w+)$", name)
    return (table.db, found[1]) if found else None


# ---- translating

def quantile(node):
    """(APPROX_QUANTILES(x, n))[SAFE_OFFSET(k)]: the value at that rank."""
    inner = node.this.unnest() if isinstance(node.this, exp.Paren) else node.this
    if not isinstance(inner, exp.ApproxQuantiles) or len(node.expressions) != 1:
        return node
    index = node.expressions[0]
    index = index.expressions[0] if isinstance(index, exp.Anonymous) else index
    share = int(index.name) / int(inner.expression.name)
    return exp.Anonymous(this="quantile_disc", expressions=[inner.this, exp.Literal.number(repr(share))])


def bend(node):
    if isinstance(node, exp.Bracket):
        return quantile(node)
    if isinstance(node, exp.DataType) and node.this == exp.DataType.Type.DECIMAL and not node.expressions:
        return exp.DataType.build("DECIMAL(38, 9)")
    return node


def named(expression):
    """Columns without a name are f0_, f1_, …; two of one name are refused."""
    select = expression
    while not isinstance(select, exp.Select):
        select = select.this
    names, place = set(), 0
    for index, item in enumerate(select.expressions):
        name = item.alias_or_name if isinstance(item, (exp.Alias, exp.Column, exp.Star)) else ""
        if not name:
            item.replace(exp.alias_(item.copy(), f"f{place}_"))
            name = f"f{place}_"
            place += 1
        if name and name != "*":
            if name.lower() in names:
                raise Refusal("invalidQuery", f"Duplicate column names in the result are not supported. Found duplicate(s): {name}")
            names.add(name.lower())
    return expression


def words(error):
    """DuckDB's message as BigQuery would say it."""
    text = str(error)
    for pattern, said in [
        (r'Referenced column "([^"]+)" not found', "Unrecognized name: {} at [1:8]"), (r'Table "([^"]+)" does not have a column named', "Name {} not found inside it at [1:8]"),
        (r'Function with name (\S+) does not exist', "Function not found: {} at [1:8]"), (r"does not have a column", "Name not found at [1:8]"),
    ]:
        found = re.search(pattern, text)
        if found:
            return said.format(*found.groups())
    found = re.search(r"Could not convert string '([^']*)' to (\w+)", text)
    return f"Bad {TYPES.get(found[2], found[2]).lower()} value: {found[1]}" if found else text.split("\n")[0]


def size_of(dataset, name):
    """Rows, as a test may tell them, and columns; None for what is no table."""
    return database.cursor().execute(
        "SELECT coalesce(l.told_rows, t.estimated_size), t.column_count FROM duckdb_tables() t LEFT JOIN _meta.layout l ON l.table_schema = t.schema_name AND l.table_name = t.table_name "
        "WHERE t.schema_name = ? AND t.table_name = ?", [dataset, name]).fetchone()


class Query:
    """A text as BigQuery reads it: one statement or a script, its tables, what it would read, and what DuckDB is to run."""

    def __init__(self, body, account):
        conf = body["configuration"]["query"]
        self.text, self.account = conf["query"], account
        if conf.get("useLegacySql", True):
            raise Refusal("invalidQuery", "Legacy SQL is not supported by this stand-in.")
        try:
            found = [one for one in sqlglot.parse(self.text, read="bigquery") if one is not None]
        except sqlglot.errors.SqlglotError as error:
            word = re.search(r"\x1b\[4m(.*?)\x1b\[0m", str(error))
            first = self.text.split()[0]
            raise Refusal("invalidQuery", f'Syntax error: Unexpected identifier "{word[1] if word and first.upper() in ("SELECT", "WITH") else first}" at [1:1]')
        if len(found) != 1:
            self.statement, self.tables, self.bytes, self.sql = "SCRIPT", [], 0, None
            return
        root = found[0]
        if isinstance(root, (exp.Alias, exp.Column)):
            raise Refusal("invalidQuery", f'Syntax error: Unexpected identifier "{self.text.split()[0]}" at [1:1]')
        self.statement = "SELECT" if isinstance(root, READS) else next((name for kind, name in STATEMENTS.items() if isinstance(root, kind)), "SCRIPT")
        self.tables = self.resolve(root, conf.get("defaultDataset", {}).get("datasetId"))
        self.allow()
        self.params = {item["name"]: value_of(item) for item in conf.get("queryParameters", [])}
        if self.statement == "SELECT":
            root = named(root)
        for node in list(root.find_all(exp.SessionUser)):
            node.replace(exp.Literal.string(account))
        self.root = root.transform(bend)
        self.sql = self.root.sql(dialect="duckdb")
        self.bytes = self.measure() if self.statement == "SELECT" else 0
        most = int(conf.get("maximumBytesBilled") or 0) if not body["configuration"].get("dryRun") else 0
        if most and max(self.bytes, 10_485_760 if self.bytes else 0) > most:
            raise Refusal("bytesBilledLimitExceeded", f"Query exceeded limit for bytes billed: {most}. {self.bytes} or higher required.")

    def resolve(self, root, default):
        ctes = {cte.alias.lower() for cte in root.find_all(exp.CTE)}
        tables = []
        for table in list(root.find_all(exp.Table)):
            if not table.name or (not table.db and table.name.lower() in ctes):
                continue
            about = catalogue_of(table)
            dataset = about[0] if about else table.db or default
            if not dataset:
                raise Refusal("invalidQuery", f'Table "{table.name}" must be qualified with a dataset (e.g. dataset.table).')
            project = table.catalog or "acme-test"
            if dataset not in datasets() or project != "acme-test":
                raise Refusal("notFound", f"Not found: Dataset {project}:{dataset} was not found in location US")
            if about:
                inner = exp.select("*").from_(exp.table_(about[1], db="_meta", quoted=True)).where(exp.column("table_schema").eq(exp.Literal.string(dataset)))
                table.replace(exp.alias_(inner.subquery(), table.alias or about[1], table=True))
                continue
            found = database.cursor().execute("SELECT count(*) FROM _meta.\"TABLES\" WHERE table_schema = ? AND table_name = ?", [dataset, table.name]).fetchone()
            made = isinstance(table.parent, (exp.Create, exp.Schema))
            if not found[0] and not made:
                raise Refusal("notFound", f"Not found: Table {project}:{dataset}.{table.name} was not found in location US")
            table.set("db", exp.to_identifier(dataset, quoted=True))
            table.set("catalog", None)
            table.this.set("quoted", True)
            tables.append((dataset, table.name))
        return tables

    def allow(self):
        if self.statement in ("SELECT", "SCRIPT") or accounts[self.account]["role"] in ("admin", "writer"):
            return
        right = {"CREATE_TABLE": "bigquery.tables.create"}.get(self.statement, "bigquery.tables.updateData")
        dataset, name = self.tables[0] if self.tables else ("", "")
        raise Refusal("accessDenied", f"Access Denied: Table acme-test:{dataset}.{name}: Permission {right} denied on table acme-test:{dataset}.{name} (or it may not exist).")

    def measure(self):
        """Eight bytes for each value of each column that is read."""
        columns = {column.name.lower() for column in self.root.find_all(exp.Column)}
        everything = any(isinstance(node, exp.Star) and not isinstance(node.parent, exp.Count) for node in self.root.find_all(exp.Star))
        total = 0
        for dataset, name in set(self.tables):
            rows = size_of(dataset, name)
            own = {column for (column,) in database.cursor().execute("SELECT lower(column_name) FROM duckdb_columns() WHERE schema_name = ? AND table_name = ?", [dataset, name]).fetchall()}
            total += 0 if rows is None else rows[0] * 8 * (rows[1] if everything else len(own & columns))
        return total

    def bound(self):
        wanted = set(re.findall(r"\$(\w+)", self.sql))
        return {name: value for name, value in self.params.items() if name in wanted} or None

    def check(self):
        """What only DuckDB can say of a text without running it."""
        if self.statement != "SELECT":
            return
        try:
            database.cursor().execute(f"PREPARE looked AS {self.sql}")
        except duckdb.Error as error:
            raise Refusal("invalidQuery", words(error))


def value_of(item):
    value = item["parameterValue"]
    return [inner["value"] for inner in value.get("arrayValues", [])] if item["parameterType"]["type"] == "ARRAY" else value.get("value")


# ---- answers

def field_of(name, kind):
    standard = standard_type(kind)
    if standard.startswith("ARRAY<"):
        return {"name": name, "type": LONG.get(standard[6:-1], standard[6:-1]), "mode": "REPEATED"}
    return {"name": name, "type": LONG.get(standard, standard.split("(")[0]), "mode": "NULLABLE"}


EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def wire(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}.get(repr(value), repr(value))
    if isinstance(value, Decimal):
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    if isinstance(value, datetime):
        if value.tzinfo is None:
            return value.isoformat()
        gap = value - EPOCH
        return str((gap.days * 86_400 + gap.seconds) * 1_000_000 + gap.microseconds)
    if isinstance(value, (bytes, bytearray)):
        return base64.b64encode(value).decode()
    if isinstance(value, list):
        return [{"v": wire(item)} for item in value]
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


class Job:
    def __init__(self, name, query, body, account):
        self.name, self.query, self.body, self.account = name, query, body, account
        self.state, self.error, self.rows, self.fields, self.stopped = "PENDING", None, [], [], None
        self.cursor, self.done, self.made = database.cursor(), threading.Event(), int(time.time() * 1000)
        self.cursor.execute("SET TimeZone = 'UTC'")
        self.thread = threading.Thread(target=self.run, daemon=True)

    def stop(self, why):
        self.stopped = self.stopped or why
        if not self.done.is_set():
            self.cursor.interrupt()

    def run(self):
        self.state = "RUNNING"
        ms = int(self.body["configuration"].get("jobTimeoutMs") or 0)
        timer = threading.Timer(ms / 1000, self.stop, [f"Job execution was cancelled: Job timed out after {ms / 1000}s"]) if ms else None
        if timer:
            timer.start()
        try:
            if self.stopped:
                raise duckdb.InterruptException("stopped")
            self.cursor.execute(self.query.sql, self.query.bound())
            if self.query.statement == "SELECT":
                self.fields = [field_of(column[0], str(column[1])) for column in self.cursor.description]
                self.rows = self.cursor.fetchall()
        except duckdb.InterruptException:
            self.error = Refusal("stopped", self.stopped or "Job execution was cancelled: User requested cancellation")
        except duckdb.Error as error:
            self.error = Refusal("invalidQuery", words(error))
        finally:
            if timer:
                timer.cancel()
            self.state = "DONE"
            self.done.set()

    def resource(self):
        status = {"state": self.state, **({"errorResult": self.error.proto(), "errors": [self.error.proto()]} if self.error else {})}
        statistics = {"creationTime": str(self.made), "query": {"statementType": self.query.statement, "totalBytesProcessed": str(self.query.bytes)}, "totalBytesProcessed": str(self.query.bytes)}
        return {"kind": "bigquery#job", "id": f"acme-test:US.{self.name}", "jobReference": {"projectId": "acme-test", "jobId": self.name, "location": "US"},
                "configuration": self.body["configuration"], "status": status, "statistics": statistics, "user_email": self.account}


def insert(body, account):
    reference = body.get("jobReference", {})
    if reference.get("location", "US") != "US":
        raise Refusal("notFound", f"Not found: Dataset acme-test:x was not found in location {reference['location']}")
    query = Query(body, account)
    query.check()
    if query.statement == "SCRIPT" and not body["configuration"].get("dryRun"):
        raise Refusal("invalidQuery", "Scripts are not run by this stand-in.")
    name = reference.get("jobId") or uuid.uuid4().hex
    if body["configuration"].get("dryRun"):
        dry = Job(name, query, body, account)
        dry.state = "DONE"
        return dry.resource()
    if name in jobs:
        raise Refusal("duplicate", f"Already Exists: Job acme-test:US.{name}")
    for old in list(jobs)[:-20]:
        jobs[old].rows = []
    jobs[name] = Job(name, query, body, account)
    jobs[name].thread.start()
    return jobs[name].resource()


def find(name):
    if name not in jobs:
        raise Refusal("notFound", f"Not found: Job acme-test:US.{name}")
    return jobs[name]


def results(name, options):
    job = find(name)
    reference = {"jobReference": {"projectId": "acme-test", "jobId": name, "location": "US"}, "kind": "bigquery#getQueryResultsResponse"}
    if not job.done.wait(min(int(options.get("timeoutMs", ["10000"])[0]), 10_000) / 1000):
        return {**reference, "jobComplete": False}
    if job.error:
        raise job.error
    first = int(options.get("pageToken", ["0"])[0] or 0)
    most = int(options.get("maxResults", ["100000"])[0])
    made, size = [], 0
    for row in job.rows[first:first + most]:
        cells = [wire(value) for value in row]
        size += sum(len(cell) for cell in cells if isinstance(cell, str))
        if made and size > PAGE_BYTES:
            break
        made.append({"f": [{"v": cell} for cell in cells]})
    after = first + len(made)
    return {**reference, "jobComplete": True, "schema": {"fields": job.fields}, "totalRows": str(len(job.rows)), "rows": made, "totalBytesProcessed": str(job.query.bytes), "cacheHit": False,
            **({"pageToken": str(after)} if after < len(job.rows) else {})}


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def send(self, status, content):
        body = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("content-type", "application/json; charset=UTF-8")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def fail(self, refusal):
        code = CODES.get(refusal.reason, 400)
        self.send(code, {"error": {"code": code, "message": str(refusal), "errors": [{**refusal.proto(), "domain": "global"}], "status": "INVALID_ARGUMENT"}})

    def handle_one(self):
        parts = urlsplit(self.path)
        options = parse_qs(parts.query)
        length = int(self.headers.get("content-length") or 0)
        raw = self.rfile.read(length)
        path = unquote(parts.path)
        if path.startswith("/admin/"):
            return self.send(200, admin(path, json.loads(raw or b"null")))
        if path == "/token":
            return self.send(*new_token(parse_qs(raw.decode())))
        account = tokens.get((self.headers.get("authorization") or "").removeprefix("Bearer "))
        if account is None:
            raise Refusal("authError", "Request had invalid authentication credentials.")
        found = re.match(r"/bigquery/v2/projects/([^/]+)/(.*)$", path)
        if not found or found[1] != "acme-test":
            raise Refusal("notFound", f"Not found: Project {found[1] if found else ''}")
        route = f"{self.command} {found[2]}"
        seen.append(route)
        if faults:
            reason, left = faults[-1]
            faults[-1] = (reason, left - 1)
            if left <= 1:
                faults.pop()
            raise Refusal(reason, "An internal error occurred and the request could not be completed.")
        return self.send(200, answer(route, options, raw, account))

    def do_GET(self):
        try:
            self.handle_one()
        except Refusal as refusal:
            self.fail(refusal)
        except BrokenPipeError:
            pass
        except Exception as error:
            # What the stand-in cannot do is told as itself, so that a test shows it.
            traceback.print_exc()
            self.fail(Refusal("standIn", f"Stand-in: {error!r}"))

    do_POST = do_GET


def answer(route, options, raw, account):
    if route == "POST jobs":
        return insert(json.loads(raw), account)
    if route == "GET jobs":
        wanted = [state.upper() for state in options.get("stateFilter", [])]
        return {"kind": "bigquery#jobList", "jobs": [{**job.resource(), "state": job.state} for job in jobs.values() if not wanted or job.state in wanted]}
    if route == "GET datasets":
        return {"kind": "bigquery#datasetList", "datasets": [{"kind": "bigquery#dataset", "datasetReference": {"projectId": "acme-test", "datasetId": name}, "location": "US"} for name in datasets()]}
    for pattern, act in [
        (r"POST jobs/([^/]+)/cancel$", lambda name: (find(name).stop("Job execution was cancelled: User requested cancellation"), {"kind": "bigquery#jobCancelResponse", "job": find(name).resource()})[1]),
        (r"GET datasets/([^/]+)/tables/([^/]+)$", table_of), (r"GET jobs/([^/]+)$", lambda name: find(name).resource()), (r"GET queries/([^/]+)$", lambda name: results(name, options)),
    ]:
        found = re.match(pattern, route)
        if found:
            return act(*found.groups())
    raise Refusal("notFound", "Not Found")


def table_of(dataset, name):
    rows = size_of(dataset, name)
    kind = database.cursor().execute('SELECT table_type FROM _meta."TABLES" WHERE table_schema = ? AND table_name = ?', [dataset, name]).fetchone()
    if kind is None:
        raise Refusal("notFound", f"Not found: Table acme-test:{dataset}.{name}")
    reference = {"projectId": "acme-test", "datasetId": dataset, "tableId": name}
    return {"kind": "bigquery#table", "tableReference": reference, "type": "VIEW" if rows is None else "TABLE", **({} if rows is None else {"numRows": str(rows[0]), "numBytes": str(rows[0] * 64)})}


def admin(path, body):
    """For the tests alone: what no account may do."""
    if path == "/admin/run":
        cursor = database.cursor()
        cursor.execute("SET TimeZone = 'UTC'")
        for text in body["statements"]:
            cursor.execute(text)
        keep_views(cursor)
        return {}
    if path == "/admin/fault":
        faults.append((body["reason"], body["times"]))
    if path == "/admin/requests":
        was = list(seen)
        seen.clear()
        return was
    if path == "/admin/translate":
        return [sqlglot.parse_one(text, read="bigquery").transform(bend).sql(dialect="duckdb") for text in body["statements"]]
    return {"running": [job.query.text for job in jobs.values() if job.state != "DONE"], "version": f"DuckDB {duckdb.__version__}"}


if __name__ == "__main__":
    ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Server).serve_forever()

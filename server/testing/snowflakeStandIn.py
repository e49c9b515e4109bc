"""A stand-in of Snowflake for tests: fakesnow answers the SQL. What fakesnow's own server does not do is done here: JSON results in chunks (the only kind that
clients in JavaScript read), key pairs, roles and their grants, cancelling, time-outs and ROWS_PER_RESULTSET.

Run: python snowflakeStandIn.py PORT; the users and roles come as JSON on standard input."""

import base64
import gzip
import hashlib
import importlib
import json
import re
import sys
import threading
import uuid
from decimal import Decimal

import duckdb
import jwt
import pyarrow as pa
import snowflake.connector.errors
import uvicorn
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key
from fakesnow.dialect import parse_one
from fakesnow.rowtype import describe_as_rowtype
from fakesnow.statement_type import SELECT, statement_type_id
from sqlglot import exp
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

fake = importlib.import_module("fakesnow.server")
config = json.load(sys.stdin)
users = config["users"]
roles = config["roles"]
running = {}
chunks = {}
session_roles = {}
FIRST_ROWS = 500
CHUNK_ROWS = 5000


def refusal(code, message, sqlstate="42000"):
    return JSONResponse({"data": {"errorCode": code, "sqlState": sqlstate}, "code": code, "message": message, "success": False})


async def body_of(request):
    body = await request.body()
    return json.loads(gzip.decompress(body) if request.headers.get("Content-Encoding") == "gzip" else body)


def signed_in(data):
    user = users.get(data.get("LOGIN_NAME", "").upper())
    if user is None:
        return None
    if data.get("AUTHENTICATOR") != "SNOWFLAKE_JWT":
        return user if user.get("password") is not None and user["password"] == data.get("PASSWORD") else None
    if user.get("publicKey") is None:
        return None
    key = load_pem_public_key(user["publicKey"].encode())
    printed = base64.b64encode(hashlib.sha256(key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()).decode()
    # The driver tells times in milliseconds.
    try:
        claims = jwt.decode(data["TOKEN"], user["publicKey"], algorithms=["RS256"], options={"verify_iat": False, "verify_exp": False})
    except jwt.PyJWTError:
        return None
    name = f"{data['ACCOUNT_NAME'].upper()}.{data['LOGIN_NAME'].upper()}"
    return user if claims.get("sub") == name and claims.get("iss") == f"{name}.SHA256:{printed}" else None


async def login(request):
    body = await body_of(request)
    user = signed_in(body["data"])
    if user is None:
        return refusal("390144" if body["data"].get("AUTHENTICATOR") == "SNOWFLAKE_JWT" else "390100", "Incorrect username or password was specified.", "08001")
    answer = await fake.login_request(request)
    content = json.loads(answer.body)
    token = content["data"]["token"]
    conn = fake.sessions[token]
    # Snowflake connects without a word where database or schema are not there; fakesnow would make them.
    session_roles[token] = request.query_params.get("roleName", user["role"]).upper() if user["role"] != "ADMIN" else "ADMIN"
    content["data"]["masterToken"] = token
    content["data"]["parameters"] += [{"name": "TIMEZONE", "value": "UTC"}]
    patch_tables(conn)
    return JSONResponse(content)


def patch_tables(conn):
    """The real INFORMATION_SCHEMA.TABLES holds views too, and tells sizes."""
    if conn.database is None:
        return
    conn._duck_conn.execute(f"""
      CREATE OR REPLACE VIEW {conn.database}._fs_information_schema._fs_tables AS
      SELECT database_name AS TABLE_CATALOG, schema_name AS TABLE_SCHEMA, table_name AS TABLE_NAME, 'BASE TABLE' AS TABLE_TYPE, estimated_size AS ROW_COUNT,
        estimated_size * 64 AS BYTES, NULL::VARCHAR AS CLUSTERING_KEY, to_timestamp(0) AS LAST_ALTERED, comment AS COMMENT
      FROM duckdb_tables() WHERE database_name = '{conn.database}' AND schema_name <> '_fs_information_schema'
      UNION ALL SELECT database_name, schema_name, view_name, 'VIEW', NULL, NULL, NULL, to_timestamp(0), comment
      FROM duckdb_views() WHERE database_name = '{conn.database}' AND schema_name <> '_fs_information_schema' AND NOT internal""")


def may_read(role, kind):
    return role == "ADMIN" or kind in ("select", "show", "alter session", "use")


def kind_of(text, expression):
    word = text.strip().split(None, 1)[0].lower() if text.strip() else ""
    if isinstance(expression, (exp.Select, exp.SetOperation, exp.Subquery)):
        return "select"
    if word in ("show", "desc", "describe"):
        return "show"
    return "alter session" if re.match(r"\s*alter\s+session\b", text, re.I) else word


def keys_of(conn, text):
    _, kind, schema = re.match(r'\s*show\s+()(primary|imported)\s+keys\s+in\s+schema\s+"[^"]*"\."([^"]*)"', text, re.I).groups()
    rows = []
    wanted = "PRIMARY KEY" if kind.lower() == "primary" else "FOREIGN KEY"
    found = conn._duck_conn.execute(
        "SELECT schema_name, table_name, constraint_column_names, referenced_table, referenced_column_names, constraint_name FROM duckdb_constraints() "
        "WHERE database_name = ? AND schema_name = ? AND constraint_type = ?", [conn.database, schema, wanted]).fetchall()
    for schema_name, table, columns, other, others, name in found:
        for place, column in enumerate(columns):
            if wanted == "PRIMARY KEY":
                rows.append({"schema_name": schema_name, "table_name": table, "column_name": column, "key_sequence": str(place + 1), "constraint_name": name})
            else:
                rows.append({
                    "pk_schema_name": schema_name, "pk_table_name": other, "pk_column_name": others[place], "fk_schema_name": schema_name, "fk_table_name": table,
                    "fk_column_name": column, "key_sequence": str(place + 1), "fk_name": f"{table}_{name}"})
    names = list(rows[0]) if rows else ["schema_name"]
    return names, [[row[name] for name in names] for row in rows]


def own_answer(conn, token, text):
    """Statements that fakesnow does not know."""
    role = session_roles[token]
    if re.match(r"\s*show\s+grants\s+to\s+role", text, re.I):
        wanted = re.search(r'role\s+"?([^"\s]+)"?', text, re.I)[1]
        names = ["privilege", "granted_on", "name"]
        return names, [[grant[name] for name in names] for grant in roles.get(wanted, {}).get("grants", [])]
    if re.match(r"\s*show\s+(primary|imported)\s+keys", text, re.I):
        return keys_of(conn, text)
    if re.match(r"\s*(use\s+secondary\s+roles|alter\s+session)", text, re.I):
        return ["status"], [["Statement executed successfully."]]
    if re.match(r"\s*select\s+current_role\(\)", text, re.I):
        return ['role', 'user', 'warehouse', 'version'], [[role, "READER", "COMPUTE_WH", f"fakesnow on DuckDB {duckdb.__version__}"]]
    return None


TEXT = {"database": "", "schema": "", "table": "", "nullable": True, "type": "text", "byteLength": 16777216, "length": 16777216, "scale": None, "precision": None, "collation": None}


def cell_of(value, kind):
    if value is None:
        return None
    if kind == "boolean":
        return "1" if value else "0"
    if kind == "real":
        return {"nan": "NaN"}.get(repr(float(value)), repr(float(value)))
    if kind == "fixed":
        return format(value, "f") if isinstance(value, Decimal) else str(int(value))
    if kind == "binary":
        return value.hex().upper()
    return str(value)


def column_of(array, info):
    kind = info["type"]
    if kind == "date":
        return [None if days is None else str(days) for days in array.cast(pa.int32()).to_pylist()]
    if kind == "time":
        return [None if micros is None else format(Decimal(micros) / 1_000_000, ".9f") for micros in array.cast(pa.int64()).to_pylist()]
    if kind.startswith("timestamp"):
        unit = {"s": 1, "ms": 1000, "us": 1_000_000, "ns": 1_000_000_000}[array.type.unit]
        zone = " 1440" if kind == "timestamp_tz" else ""
        return [None if ticks is None else format(Decimal(ticks) / unit, ".9f") + zone for ticks in array.cast(pa.int64()).to_pylist()]
    return [cell_of(value, kind) for value in array.to_pylist()]


def rows_of(table, rowtype, start, count):
    """Made part by part, when a part is asked for."""
    part = table.slice(start, count).combine_chunks()
    columns = [column_of(column.chunk(0), info) for column, info in zip(part.columns, rowtype)] if part.num_rows else []
    return list(map(list, zip(*columns)))


def reply(conn, query_id, rowtype, first, total, type_id, parts=()):
    return JSONResponse({"success": True, "data": {
        "parameters": [{"name": "TIMEZONE", "value": "UTC"}, {"name": "TIME_OUTPUT_FORMAT", "value": "HH24:MI:SS.FF6"}], "rowtype": rowtype, "total": total, "returned": total, "queryId": query_id,
        "statementTypeId": type_id, "finalDatabaseName": conn.database, "finalSchemaName": conn.schema, "version": 1, "queryResultFormat": "json", "rowset": first,
        **({"chunks": parts, "chunkHeaders": {}} if parts else {}),
    }})


def parts_of(table, rowtype, request):
    parts = []
    for start in range(FIRST_ROWS, table.num_rows, CHUNK_ROWS):
        name, count = uuid.uuid4().hex, min(CHUNK_ROWS, table.num_rows - start)
        chunks[name] = (table, rowtype, start, count)
        parts.append({"url": f"http://{request.url.netloc}/chunks/{name}", "rowCount": count, "uncompressedSize": count * 100, "compressedSize": count * 50})
    return parts


def bounded(text, expression, rows):
    """ROWS_PER_RESULTSET ends a query once so many rows are made."""
    if rows is None or not isinstance(expression, exp.Select) or expression.args.get("limit"):
        return text
    return expression.limit(rows).sql(dialect="snowflake")


def plan_of(conn, text):
    """The shape of Snowflake's plan: the query is compiled, not run; every table is one partition of 64 KiB."""
    tables = list(parse_one(text).find_all(exp.Table))
    conn.cursor().describe(text)
    stats = {"partitionsTotal": len(tables), "partitionsAssigned": len(tables), "bytesAssigned": 65536 * len(tables)}
    return json.dumps({"GlobalStats": stats, "Operations": [[{"id": 0, "operation": "Result"}]]})


async def query(request):
    token = fake.to_token(request)
    conn = fake.sessions.get(token)
    if conn is None:
        return refusal("390104", "Session no longer exists. New login required to access the service.", "08001")
    body = await body_of(request)
    text, parameters = body["sqlText"], body.get("parameters") or {}
    own = own_answer(conn, token, text)
    if own is not None:
        names, rows = own
        return reply(conn, str(uuid.uuid4()), [{**TEXT, "name": name} for name in names], rows, len(rows), 0)
    request_id = request.query_params.get("requestId")
    cur = conn.cursor()
    stopped = []
    try:
        explained = re.match(r"\s*explain\s+using\s+json\s+(.*)", text, re.I | re.S)
        if explained:
            plan = await run_in_threadpool(plan_of, conn, explained[1])
            return reply(conn, str(uuid.uuid4()), [{**TEXT, "name": "content"}], [[plan]], 1, 0)
        expression = parse_one(text)
        role = session_roles[token]
        if not may_read(role, kind_of(text, expression)):
            return refusal("003001", f"SQL access control error:\nInsufficient privileges to operate on schema '{conn.schema}'", "42501")
        bindings = body.get("bindings") or {}
        params = tuple(fake.from_binding(bindings[str(place)]) for place in range(1, len(bindings) + 1)) or None
        max_rows = int(parameters.get("ROWS_PER_RESULTSET") or 0) or None

        def stop(why):
            stopped.append(why)
            conn._duck_conn.interrupt()

        running[request_id] = (text, stop)
        seconds = float(parameters.get("STATEMENT_TIMEOUT_IN_SECONDS") or 0)
        timer = threading.Timer(seconds, stop, ["000630"]) if seconds else None
        if timer:
            timer.start()
        try:
            await run_in_threadpool(cur.execute, bounded(text, expression, max_rows), binding_params=params, server=True)
            table = cur._arrow_table
            rowtype = describe_as_rowtype(await run_in_threadpool(cur._describe_last_sql))
        finally:
            running.pop(request_id, None)
            if timer:
                timer.cancel()
        type_id = SELECT if isinstance(expression, exp.SetOperation) else statement_type_id(expression)
        chunks.clear()
        table = table if table is not None else pa.table({})
        return reply(conn, cur.sfqid or str(uuid.uuid4()), rowtype, rows_of(table, rowtype, 0, FIRST_ROWS), table.num_rows, type_id, parts_of(table, rowtype, request))
    except duckdb.InterruptException:
        why = stopped[0] if stopped else "000604"
        return refusal(why, "SQL execution canceled", "57014")
    except snowflake.connector.errors.Error as error:
        return refusal(f"{error.errno:06d}" if error.errno else "000001", str(error.msg), error.sqlstate or "42000")
    except duckdb.Error as error:
        return refusal("100038", str(error), "22018")


async def abort(request):
    body = await body_of(request)
    found = running.get(body.get("requestId"))
    if found is None:
        return refusal("000605", "Identified SQL statement is not currently executing.")
    found[1]("000604")
    return JSONResponse({"success": True, "data": None, "code": None, "message": None})


async def chunk(request):
    found = chunks.get(request.path_params["name"])
    if found is None:
        return Response(status_code=403)
    text = ",".join(json.dumps(row) for row in await run_in_threadpool(rows_of, *found))
    return Response(gzip.compress(text.encode(), 1), headers={"content-encoding": "gzip", "content-type": "text/plain"})


def now_running(_):
    return JSONResponse([text for text, _ in running.values()])


routes = [
    Route("/session/v1/login-request", login, methods=["POST"]),
    Route("/session", fake.session, methods=["POST"]),
    Route("/session/heartbeat", fake.session, methods=["POST"]),
    Route("/queries/v1/query-request", query, methods=["POST"]),
    Route("/queries/v1/abort-request", abort, methods=["POST"]),
    Route("/chunks/{name}", chunk, methods=["GET"]),
    Route("/running", now_running, methods=["GET"]),
    Route("/telemetry/send", lambda _: JSONResponse({"success": True}), methods=["POST"]),
]

if __name__ == "__main__":
    uvicorn.run(Starlette(routes=routes), host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")

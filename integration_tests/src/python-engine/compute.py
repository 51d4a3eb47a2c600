"""Computes queries with FlowKit's own engine, the library flowmachine, and writes their rows.

Reads on standard input a JSON object with `flowdb` and `redis`, how to reach them, and `queries`, specs as FlowAPI takes
them by their names. Prints a line of JSON for each, among the library's log: its `name`, the `unredacted` and the `redacted` rows, each either
`rows` or an `error`. A query that fails does not keep the others from being computed.
"""

import contextlib
import copy
import json
import sys

import flowmachine
from flowmachine.core import Connection
from flowmachine.core.context import get_db
from flowmachine.core.server.query_schemas import FlowmachineQuerySchema

# In seconds; a query takes a few at most.
TIME_LIMIT = 60


def rows_of(query):
    """The rows of a query, each as the JSON that the database makes of it. Its parts are stored, as the server does."""
    query.store(store_dependencies=True).result(timeout=TIME_LIMIT)
    select = f"SELECT to_jsonb(result)::text FROM ({query.get_query()}) AS result"
    with contextlib.closing(get_db().engine.raw_connection()) as connection, connection.cursor() as cursor:
        cursor.execute(select)
        return [json.loads(row) for (row,) in cursor]


def outcome(compute):
    try:
        return {"rows": compute()}
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}".splitlines()[0]}


def unredacted_form(query):
    """What a query withholds rows of; the query itself where it withholds none."""
    redacts = type(query).__name__.removeprefix("Redacted")
    for part in (getattr(query, "redaction_target", None), *vars(query).values()):
        if part is not None and (part is getattr(query, "redaction_target", None) or type(part).__name__ == redacts):
            return part
    for attribute, off in (("censor", False), ("redaction_threshold", 0)):
        if hasattr(query, attribute):
            uncensored = copy.copy(query)
            vars(uncensored).pop("_md5", None)
            setattr(uncensored, attribute, off)
            return uncensored
    return query


def computed(spec):
    """Both forms of a query; what the library redacts nothing of has one."""
    try:
        query = FlowmachineQuerySchema().load(spec)._flowmachine_query_obj
    except Exception as error:
        failed = {"error": f"{type(error).__name__}: {error}".splitlines()[0]}
        return {"unredacted": failed, "redacted": failed}
    redacted = outcome(lambda: rows_of(query))
    target = unredacted_form(query)
    return {"unredacted": redacted if target is query else outcome(lambda: rows_of(target)), "redacted": redacted}


def main():
    request = json.load(sys.stdin)
    flowdb, redis = request["flowdb"], request["redis"]
    flowmachine.connect(
        log_level="critical",
        conn=Connection(**flowdb),
        flowdb_password=flowdb["password"],
        redis_host=redis["host"],
        redis_port=redis["port"],
        redis_password=redis["password"],
    )
    for name, spec in request["queries"].items():
        print(json.dumps({"name": name, **computed(spec)}), flush=True)


main()

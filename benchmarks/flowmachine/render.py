"""Renders the SQL that the library flowmachine runs for queries, as its server would build and store them.

Reads a JSON file with `flowdb` and `redis`, how to reach them, and `queries`, each with a `name`, a `spec` as FlowAPI
takes it, and `stored`, specs of parts whose results are there already. Writes a JSON file with, for each query: the
classes that it is made of; its SQL, and that of what it redacts; the tables and statements of parts that are stored
beforehand, and of those that are stored as steps on the way; and of each part about single subscribers its table, and
the SQL of the located events that it chooses from. A query that the library cannot render has an `error` instead.
"""

import json
import sys

import flowmachine
from flowmachine.core import Connection
from flowmachine.core.query import Query
from flowmachine.core.server.query_schemas import FlowmachineQuerySchema
from flowmachine.core.server.query_schemas.reference_location import ReferenceLocationSchema

# The attributes of an exposed query that hold a part about single subscribers, or one that has such parts itself.
PARTS = (
    "locations",
    "from_location",
    "to_location",
    "metric",
    "labels",
    "unique_locations",
    "reference_locations",
    "reference_location",
    "active_at_reference_location_counts",
)

stored_tables = {}


def get_query(query):
    """The SQL of a query as the library makes it, with the given parts taken for stored.

    What the library does beside it is left out: it asks the database, for every part, whether that is stored by now,
    and has the SQL pretty-printed.
    """
    table = stored_tables.get(query.query_id)
    return query._make_query() if table is None else f"SELECT * FROM {table}"


Query.get_query = get_query


def classes_of(query):
    """The names of the classes that do the work, the outermost first."""
    names = []

    def visit(each):
        module, name = type(each).__module__, type(each).__name__
        if module.startswith("flowmachine.features.") and ".utilities." not in module and name not in names:
            names.append(name)
        for part in sorted(each.dependencies, key=lambda part: part.query_id):
            visit(part)

    visit(query)
    return names


def choices_of(query):
    """The SQL of the located events that each daily location below a query chooses from."""
    located = getattr(query, "subscriber_locs", None)
    if located is not None:
        return [located.get_query()]
    return [sql for part in query.dependencies for sql in choices_of(part)]


def statements_of(query):
    """How the library stores a query's result: a table, and its indexes."""
    table = query.fully_qualified_table_name
    columns = [", ".join(each) if isinstance(each, list) else each for each in query.index_cols]
    return [
        f"CREATE TABLE {table} AS (SELECT {query.column_names_as_string_list} FROM ({query._make_query()}) _)",
        *(f"CREATE INDEX ON {table} ({each}) WITH (fillfactor = 100)" for each in columns),
    ]


def located_below(query):
    """The parts with a place or value of each subscriber that a part is made of, and itself, the innermost first."""
    found = []
    for part in sorted(query.dependencies, key=lambda part: part.query_id):
        found += located_below(part)
    if type(query).__module__.startswith("flowmachine.features.subscriber."):
        found.append(query)
    return found


def store(queries):
    """The tables and statements that store queries, those that are stored already left out. They are stored from now on."""
    stored = []
    for query in queries:
        if query.query_id not in stored_tables:
            table = query.fully_qualified_table_name
            stored.append({"table": table, "statements": statements_of(query)})
            stored_tables[query.query_id] = table
    return stored


def render(spec, stored):
    stored_tables.clear()
    exposed = FlowmachineQuerySchema().load(spec)
    query = exposed._flowmachine_query_obj
    named = [getattr(exposed, name, None) for name in PARTS]
    parts = [part._flowmachine_query_obj for part in named if hasattr(part, "_flowmachine_query_obj")]
    choices = [choices_of(part) for part in parts]
    before = store(ReferenceLocationSchema().load(part)._flowmachine_query_obj for part in stored)
    steps = store(step for part in parts for step in located_below(part))
    return {
        "classes": classes_of(query),
        "sql": query.get_query(),
        "unredacted": query.redaction_target.get_query() if hasattr(query, "redaction_target") else None,
        "stored": before,
        "steps": steps,
        "parts": [
            {"table": part.fully_qualified_table_name, "choices": each} for part, each in zip(parts, choices)
        ],
    }


def main(request_path, answer_path):
    with open(request_path) as file:
        request = json.load(file)
    flowdb, redis = request["flowdb"], request["redis"]
    flowmachine.connect(
        log_level="error",
        conn=Connection(**flowdb),
        flowdb_password=flowdb["password"],
        redis_host=redis["host"],
        redis_port=redis["port"],
        redis_password=redis["password"],
    )
    answer = {"library": flowmachine.__version__, "queries": {}}
    for query in request["queries"]:
        print(f"rendering: {query['name']}", file=sys.stderr)
        try:
            answer["queries"][query["name"]] = render(query["spec"], query["stored"])
        except Exception as error:
            answer["queries"][query["name"]] = {"error": f"{type(error).__name__}: {error}"}
    with open(answer_path, "w") as file:
        json.dump(answer, file, indent=1)


main(*sys.argv[1:])

"""Asks FlowKit's Python client a question of each kind that it has a function for, and prints the results as JSON."""

import contextlib
import json
import os
import sys

import flowclient
from flowclient import aggregates
from flowclient.api_query import APIQuery

# What the client calls the parameters of some kinds.
RENAMED = {
    "localised_calendar_activity": {"reference_location": "locations"},
    "location_event_counts": {"interval": "count_interval"},
    "unmoving_at_reference_location_counts": {"locations": "unique_locations"},
    "unmoving_counts": {"locations": "unique_locations"},
}

# These functions take the parameters of another kind, so that only what makes their specs can be used.
BY_SPEC = ("calendar_activity", "localised_calendar_activity")


def asked(api, spec):
    """A question in the client's own words."""
    kind = spec.pop("query_kind")
    names = RENAMED.get(kind, {})
    parameters = {names.get(name, name): value for name, value in spec.items()}
    hours = parameters.get("hours")
    if hours is not None:
        parameters["hours"] = (hours["start_hour"], hours["end_hour"])
    if "bins" in parameters:
        parameters["bins"] = parameters["bins"]["bin_list"]
    if kind in BY_SPEC:
        return APIQuery(connection=api, parameters=getattr(aggregates, f"{kind}_spec")(**parameters))
    return getattr(aggregates, kind)(connection=api, **parameters)


def rows(frame):
    """The rows of a frame; what is missing is None."""
    return frame.astype(object).where(frame.notna(), None).to_dict(orient="records")


def drawn(query):
    """The result as a map, or None where there is no such thing."""
    try:
        return query.get_result(format="geojson", poll_interval=0.1, disable_progress=True)
    except flowclient.errors.FlowclientConnectionError:
        return None


def everything():
    api = flowclient.connect(url=os.environ["FLOWAPI_URL"], token=os.environ["FLOWAPI_TOKEN"])
    heard = {}
    for kind, spec in json.loads(os.environ["QUESTIONS"]).items():
        if not hasattr(aggregates, kind):
            continue
        query = asked(api, spec)
        frame = query.get_result(poll_interval=0.1, disable_progress=True)
        heard[kind] = {"rows": rows(frame), "map": drawn(query)}
    return heard


# The client itself prints answers that it did not expect.
with contextlib.redirect_stdout(sys.stderr):
    answers = everything()
print(json.dumps(answers))

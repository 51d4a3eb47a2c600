"""Asks FlowKit's Python client a question of each kind that it has a function for, and prints the results as JSON."""

import contextlib
import json
import os
import sys

import flowclient
from flowclient import aggregates

# What the client calls the parameters of some kinds.
RENAMED = {
    "localised_calendar_activity": {"reference_location": "locations"},
    "location_event_counts": {"interval": "count_interval"},
    "unmoving_at_reference_location_counts": {"locations": "unique_locations"},
    "unmoving_counts": {"locations": "unique_locations"},
}


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
    return {"heard": heard, "with_range": with_range(api)}


def with_range(api):
    """A histogram of numbers of events within a range, which the client sends as a list."""
    metric = flowclient.event_count_spec(start_date="2016-01-01", end_date="2016-01-08")
    query = aggregates.histogram_aggregate(connection=api, metric=metric, bins=4, range=(0.0, 40.0))
    return rows(query.get_result(poll_interval=0.1, disable_progress=True))


# The client itself prints answers that it did not expect.
with contextlib.redirect_stdout(sys.stderr):
    answers = everything()
print(json.dumps(answers))

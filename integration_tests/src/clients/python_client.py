"""Uses FlowKit's Python client as an analyst would, and prints what came of it as one JSON object."""

import contextlib
import json
import os
import sys

import flowclient


def complaint(ask):
    """What the client says when something is refused."""
    try:
        ask()
    except flowclient.errors.FlowclientConnectionError as error:
        return str(error)
    raise AssertionError("it was not refused")


def day(date, unit="admin3"):
    return flowclient.daily_location_spec(date=date, aggregation_unit=unit, method="last")


def everything():
    api = flowclient.connect(url=os.environ["FLOWAPI_URL"], token=os.environ["FLOWAPI_TOKEN"])
    guest = flowclient.connect(url=os.environ["FLOWAPI_URL"], token=os.environ["GUEST_TOKEN"])
    week = flowclient.modal_location_from_dates_spec(
        start_date="2016-01-01", end_date="2016-01-08", aggregation_unit="admin3", method="last"
    )
    residents = flowclient.spatial_aggregate(connection=api, locations=week)
    status_before = residents.status
    frame = residents.get_result(poll_interval=0.1, disable_progress=True)
    moves = flowclient.flows(
        connection=api, from_location=day("2016-01-01"), to_location=day("2016-01-02"), join_type="inner"
    )
    parish = flowclient.spatial_aggregate(connection=api, locations=day("2016-01-01", unit="parish"))
    forbidden = flowclient.spatial_aggregate(connection=guest, locations=week)
    return {
        "user": api.user,
        "dates": flowclient.get_available_dates(connection=api),
        "status_before": status_before,
        "modal_location": json.loads(frame.to_json(orient="records")),
        "status_after": residents.status,
        "flows": moves.get_result(format="geojson", poll_interval=0.1, disable_progress=True),
        "geography": flowclient.get_geography(connection=api, aggregation_unit="admin3"),
        "refused": complaint(parish.run),
        "forbidden": complaint(forbidden.run),
    }


# The client itself prints answers that it did not expect.
with contextlib.redirect_stdout(sys.stderr):
    heard = everything()
print(json.dumps(heard))

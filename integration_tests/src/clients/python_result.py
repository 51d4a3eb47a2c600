"""Gets one result by FlowKit's Python client, and prints its rows as JSON."""

import contextlib
import json
import os
import sys

import flowclient

with contextlib.redirect_stdout(sys.stderr):
    api = flowclient.connect(url=os.environ["FLOWAPI_URL"], token=os.environ["FLOWAPI_TOKEN"])
    day = flowclient.daily_location_spec(date="2016-01-01", aggregation_unit="admin3", method="last")
    query = flowclient.spatial_aggregate(connection=api, locations=day)
    frame = query.get_result(poll_interval=0.1, disable_progress=True)
print(frame.to_json(orient="records"))

"""Uses FlowKit's Python client as an analyst would, and prints what came of it as one JSON object."""

import contextlib
import json
import logging
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


@contextlib.contextmanager
def told_in_detail():
    """Has the client log what it does."""
    log = logging.getLogger("flowclient")
    log.setLevel(logging.INFO)
    try:
        yield
    finally:
        log.setLevel(logging.WARNING)


def checks_of_a_week(api):
    """How many events were added on each day, and what happens to the same question while the client logs."""
    ask = dict(
        connection=api,
        event_type="calls",
        check_type="count_added_rows",
        start_date="2016-01-01",
        end_date="2016-01-07",
    )
    quietly = flowclient.get_qa_check_outcomes(**ask)
    with told_in_detail():
        try:
            flowclient.get_qa_check_outcomes(**ask)
            detailed = "answered"
        except TypeError:
            detailed = "TypeError"
    return quietly, detailed


def missing(ask):
    """Whether the client takes a refusal for something that is not there."""
    try:
        ask()
    except FileNotFoundError:
        return True
    return False


def day(date, unit="admin3"):
    return flowclient.daily_location_spec(date=date, aggregation_unit=unit, method="last")


def everything():
    server = dict(url=os.environ["FLOWAPI_URL"], ssl_certificate=os.environ.get("FLOWAPI_CERTIFICATE"))
    api = flowclient.connect(token=os.environ["FLOWAPI_TOKEN"], **server)
    guest = flowclient.connect(token=os.environ["GUEST_TOKEN"], **server)
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
    outcomes, outcomes_in_detail = checks_of_a_week(api)
    check = dict(connection=api, event_type="calls", check_type="count_added_rows")
    return {
        "user": api.user,
        "dates": flowclient.get_available_dates(connection=api),
        "status_before": status_before,
        "modal_location": json.loads(frame.to_json(orient="records")),
        "status_after": residents.status,
        "flows": moves.get_result(format="geojson", poll_interval=0.1, disable_progress=True),
        "geography": flowclient.get_geography(connection=api, aggregation_unit="admin3"),
        "checks": flowclient.get_available_qa_checks(connection=api, event_types=["calls"]),
        "outcome": flowclient.get_qa_check_outcome(event_date="2016-01-03", **check),
        "outcomes": outcomes,
        "outcomes_in_detail": outcomes_in_detail,
        "no_outcome": missing(lambda: flowclient.get_qa_check_outcome(event_date="2015-01-01", **check)),
        "no_query": missing(
            lambda: flowclient.get_result_by_query_id(connection=api, query_id="0" * 32, disable_progress=True)
        ),
        "refused": complaint(parish.run),
        "forbidden": complaint(forbidden.run),
    }


# The client itself prints answers that it did not expect.
with contextlib.redirect_stdout(sys.stderr):
    heard = everything()
print(json.dumps(heard))

#!/bin/sh
# Whether FlowDB answers, has the schema of its version, and the data that it was told to make.
test -e /run/flowdb/ready && pg_isready --quiet --username "$POSTGRES_USER" --dbname "$FLOWDB_DATABASE"

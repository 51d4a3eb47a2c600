-- Geometry, and the sampling method that the Python library calls `system_rows`.
CREATE EXTENSION IF NOT EXISTS postgis;
CREATE EXTENSION IF NOT EXISTS tsm_system_rows;

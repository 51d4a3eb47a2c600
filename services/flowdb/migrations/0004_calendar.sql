-- Days and minutes as tables, to join with: 80 years of days from 1979 on, and the minutes of a day.

CREATE TABLE IF NOT EXISTS public.d_date (
    date_dim_id integer PRIMARY KEY,
    date_actual date NOT NULL UNIQUE,
    epoch bigint NOT NULL,
    day_suffix text NOT NULL,
    day_name text NOT NULL,
    day_of_week integer NOT NULL,
    day_of_month integer NOT NULL,
    day_of_quarter integer NOT NULL,
    day_of_year integer NOT NULL,
    week_of_month integer NOT NULL,
    week_of_year integer NOT NULL,
    week_of_year_iso text NOT NULL,
    month_actual integer NOT NULL,
    month_name text NOT NULL,
    month_name_abbreviated text NOT NULL,
    quarter_actual integer NOT NULL,
    quarter_name text NOT NULL,
    year_actual integer NOT NULL,
    first_day_of_week date NOT NULL,
    last_day_of_week date NOT NULL,
    first_day_of_month date NOT NULL,
    last_day_of_month date NOT NULL,
    first_day_of_quarter date NOT NULL,
    last_day_of_quarter date NOT NULL,
    first_day_of_year date NOT NULL,
    last_day_of_year date NOT NULL,
    mmyyyy text NOT NULL,
    mmddyyyy text NOT NULL,
    is_std_weekend boolean NOT NULL
);
COMMENT ON COLUMN public.d_date.date_dim_id IS 'yyyymmdd as a number';
COMMENT ON COLUMN public.d_date.epoch IS 'Seconds from 1970-01-01 to the day''s midnight, as if it were in UTC';
COMMENT ON COLUMN public.d_date.day_of_week IS '1 is Monday';
COMMENT ON COLUMN public.d_date.week_of_year IS 'ISO 8601 week';
COMMENT ON COLUMN public.d_date.is_std_weekend IS 'Saturday or Sunday, whatever the country''s weekend';

INSERT INTO public.d_date
SELECT
    to_char(day, 'YYYYMMDD')::integer,
    day,
    extract(epoch FROM day),
    to_char(day, 'FMDDth'),
    to_char(day, 'FMDay'),
    extract(isodow FROM day),
    extract(day FROM day),
    day - quarter + 1,
    extract(doy FROM day),
    to_char(day, 'W')::integer,
    extract(week FROM day),
    to_char(day, 'IYYY-"W"IW-ID'),
    extract(month FROM day),
    to_char(day, 'FMMonth'),
    to_char(day, 'Mon'),
    extract(quarter FROM day),
    (ARRAY['First', 'Second', 'Third', 'Fourth'])[extract(quarter FROM day)],
    extract(year FROM day),
    week,
    week + 6,
    month,
    (month + interval '1 month')::date - 1,
    quarter,
    (quarter + interval '3 months')::date - 1,
    year,
    (year + interval '1 year')::date - 1,
    to_char(day, 'MMYYYY'),
    to_char(day, 'MMDDYYYY'),
    extract(isodow FROM day) >= 6
FROM
    (SELECT date '1979-01-01' + number AS day FROM generate_series(0, 29219) AS number) AS days,
    LATERAL (
        SELECT
            date_trunc('week', day::timestamp)::date AS week,
            date_trunc('month', day::timestamp)::date AS month,
            date_trunc('quarter', day::timestamp)::date AS quarter,
            date_trunc('year', day::timestamp)::date AS year
    ) AS starts
ON CONFLICT DO NOTHING;

CREATE TABLE IF NOT EXISTS public.d_time (
    time_dim_id integer PRIMARY KEY,
    time_of_day text NOT NULL,
    hour_of_day integer NOT NULL,
    minute_of_day integer NOT NULL,
    meridean_indicator text NOT NULL,
    minute_of_hour integer NOT NULL
);
COMMENT ON COLUMN public.d_time.time_dim_id IS 'hhmm as a number';

INSERT INTO public.d_time
SELECT
    to_char(minute, 'HH24MI')::integer,
    to_char(minute, 'HH24:MI'),
    extract(hour FROM minute),
    number,
    to_char(minute, 'am'),
    extract(minute FROM minute)
FROM
    generate_series(0, 1439) AS number,
    LATERAL (SELECT time '00:00' + number * interval '1 minute' AS minute) AS minutes
ON CONFLICT DO NOTHING;

GRANT SELECT ON public.d_date, public.d_time TO flowmachine;

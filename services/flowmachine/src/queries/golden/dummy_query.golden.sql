SELECT 'text'::text AS dummy_param FROM pg_sleep(2)

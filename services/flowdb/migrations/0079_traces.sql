-- Which traced requests have asked for a task, while it waited (W3C Trace Context): its computation is linked to them.
-- Empty where nothing is traced.
ALTER TABLE cache.tasks ADD COLUMN IF NOT EXISTS traces text[] NOT NULL DEFAULT '{}';

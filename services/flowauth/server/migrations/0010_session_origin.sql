-- From where somebody has signed in, so that they know their sessions again.

ALTER TABLE sessions ADD COLUMN address text, ADD COLUMN user_agent text;
COMMENT ON COLUMN sessions.user_agent IS 'What the browser says that it is';

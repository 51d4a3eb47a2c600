-- Browsers in which somebody has signed in before are counted by themselves: a stranger's failures do not make them wait.

ALTER TABLE sign_in_attempts DROP CONSTRAINT sign_in_attempts_kind_check;
ALTER TABLE sign_in_attempts ADD CONSTRAINT sign_in_attempts_kind_check CHECK (kind IN ('account', 'address', 'known'));
COMMENT ON TABLE sign_in_attempts IS 'Failures in a row, by account, by address, and by a known browser or session, which make the next ones wait';

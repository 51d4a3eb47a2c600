-- Several keys for tokens at a time, while one takes the place of another.

ALTER TABLE signing_keys
    ALTER COLUMN sealed_private_key DROP NOT NULL,
    ADD COLUMN kid text UNIQUE,
    ADD COLUMN public_key text,
    ADD COLUMN signs_from timestamptz NOT NULL DEFAULT now(),
    ADD COLUMN retired_at timestamptz;
COMMENT ON TABLE signing_keys IS 'What tokens for FlowAPI are, were and will be signed with';
COMMENT ON COLUMN signing_keys.sealed_private_key IS
    'PKCS #8 in PEM, encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM); null for a key that the deployment was given';
COMMENT ON COLUMN signing_keys.kid IS 'The thumbprint of the key (RFC 7638)';
COMMENT ON COLUMN signing_keys.public_key IS 'PEM';
COMMENT ON COLUMN signing_keys.signs_from IS 'Published before that, so that every FlowAPI knows it by then';
COMMENT ON COLUMN signing_keys.retired_at IS 'No longer published: its tokens are refused';

ALTER TABLE tokens ADD COLUMN kid text;
COMMENT ON COLUMN tokens.kid IS 'The key that signed it; null for a shared secret';

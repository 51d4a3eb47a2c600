-- What tokens for FlowAPI are signed with, where the deployment was given no key of its own.

CREATE TABLE signing_keys (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    sealed_private_key bytea NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);
COMMENT ON COLUMN signing_keys.sealed_private_key IS 'PKCS #8 in PEM, encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM)';

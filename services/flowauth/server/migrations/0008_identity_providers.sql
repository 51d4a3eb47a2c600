-- Where people may sign in instead of giving FlowAuth a password: providers that speak OpenID Connect.

CREATE TABLE identity_providers (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    name text NOT NULL UNIQUE CHECK (length(name) BETWEEN 1 AND 60),
    issuer text NOT NULL,
    client_id text NOT NULL,
    sealed_client_secret bytea NOT NULL,
    creates_accounts boolean NOT NULL,
    roles_claim text
);
COMMENT ON COLUMN identity_providers.issuer IS
    'Its address; its settings are at /.well-known/openid-configuration below it';
COMMENT ON COLUMN identity_providers.sealed_client_secret IS 'Encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM)';
COMMENT ON COLUMN identity_providers.creates_accounts IS
    'Whether somebody whom FlowAuth does not know gets an account at the first sign-in';
COMMENT ON COLUMN identity_providers.roles_claim IS
    'Which of its claims decides about the roles of provider_roles; null means that none does';

-- Who has the value in the claim has the role, and nobody else whom the provider signs in.
CREATE TABLE provider_roles (
    provider_id uuid NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
    claim_value text NOT NULL CHECK (length(claim_value) BETWEEN 1 AND 200),
    role_id uuid NOT NULL REFERENCES roles ON DELETE CASCADE,
    PRIMARY KEY (provider_id, claim_value, role_id)
);
CREATE INDEX provider_roles_role_id ON provider_roles (role_id);

CREATE TABLE identities (
    provider_id uuid NOT NULL REFERENCES identity_providers ON DELETE CASCADE,
    subject text NOT NULL,
    user_id uuid NOT NULL REFERENCES users ON DELETE CASCADE,
    linked_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (provider_id, subject)
);
CREATE INDEX identities_user_id ON identities (user_id);
COMMENT ON TABLE identities IS 'Who somebody is at a provider: a person may have several';
COMMENT ON COLUMN identities.subject IS 'The claim sub, which the provider gives to nobody else, ever';

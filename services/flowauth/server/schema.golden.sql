-- Name: audit; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.audit (
    id bigint NOT NULL,
    at timestamp with time zone DEFAULT now() NOT NULL,
    event text NOT NULL,
    username text,
    address text,
    about text,
    details jsonb DEFAULT '{}'::jsonb NOT NULL
);

-- Name: COLUMN audit.username; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.audit.username IS 'Who; null where nobody is known by the name that was given, and for commands';

-- Name: COLUMN audit.address; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.audit.address IS 'From where; null for commands';

-- Name: COLUMN audit.about; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.audit.about IS 'The name of what it was done to, at that time';

-- Name: audit_id_seq; Type: SEQUENCE; Schema: public; Owner: -
ALTER TABLE public.audit ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY (
    SEQUENCE NAME public.audit_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);

-- Name: authenticators; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.authenticators (
    user_id uuid NOT NULL,
    sealed_secret bytea NOT NULL,
    last_step bigint NOT NULL,
    set_up_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: TABLE authenticators; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.authenticators IS 'Apps that make a code each half minute (RFC 6238)';

-- Name: COLUMN authenticators.sealed_secret; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.authenticators.sealed_secret IS 'Encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM)';

-- Name: COLUMN authenticators.last_step; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.authenticators.last_step IS 'The half minute, counted from 1970, of the last code that was used: it and earlier ones are refused';

-- Name: backup_codes; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.backup_codes (
    user_id uuid NOT NULL,
    hash text NOT NULL
);

-- Name: TABLE backup_codes; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.backup_codes IS 'Each is good once, in place of another second factor, and deleted by being used';

-- Name: COLUMN backup_codes.hash; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.backup_codes.hash IS 'argon2id, with its parameters and salt';

-- Name: client_grants; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.client_grants (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    token_id uuid NOT NULL,
    lifetime_minutes integer,
    client text NOT NULL,
    address text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    CONSTRAINT client_grants_lifetime_minutes_check CHECK ((lifetime_minutes > 0))
);

-- Name: TABLE client_grants; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.client_grants IS 'A client that may make one token again and again, without its owner';

-- Name: COLUMN client_grants.token_id; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.client_grants.token_id IS 'The first token: what it was made of is what the next ones are made of';

-- Name: COLUMN client_grants.lifetime_minutes; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.client_grants.lifetime_minutes IS 'Of each token; null means as long as possible';

-- Name: client_refresh_tokens; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.client_refresh_tokens (
    digest bytea NOT NULL,
    grant_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

-- Name: COLUMN client_refresh_tokens.digest; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.client_refresh_tokens.digest IS 'SHA-256: the tokens themselves are not kept';

-- Name: COLUMN client_refresh_tokens.used_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.client_refresh_tokens.used_at IS 'A token that comes again after this has been copied; its grant is ended';

-- Name: device_requests; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.device_requests (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    device_digest bytea NOT NULL,
    user_digest bytea NOT NULL,
    client text NOT NULL,
    address text NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    polled_at timestamp with time zone,
    interval_seconds integer NOT NULL,
    denied_at timestamp with time zone,
    user_id uuid,
    server_id uuid,
    choice jsonb,
    taken_at timestamp with time zone,
    CONSTRAINT device_requests_check CHECK ((((user_id IS NULL) = (choice IS NULL)) AND ((server_id IS NULL) = (choice IS NULL)))),
    CONSTRAINT device_requests_client_check CHECK (((length(client) >= 1) AND (length(client) <= 75)))
);

-- Name: COLUMN device_requests.device_digest; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.device_requests.device_digest IS 'SHA-256 of what the client polls with';

-- Name: COLUMN device_requests.user_digest; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.device_requests.user_digest IS 'A keyed hash of the code that a person types: it is short';

-- Name: COLUMN device_requests.client; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.device_requests.client IS 'What the client says that it is';

-- Name: COLUMN device_requests.choice; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.device_requests.choice IS 'The roles, and what is taken of each; null until somebody has let it in';

-- Name: COLUMN device_requests.taken_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.device_requests.taken_at IS 'When the client was given its token: it gets one';

-- Name: identities; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.identities (
    provider_id uuid NOT NULL,
    subject text NOT NULL,
    user_id uuid NOT NULL,
    linked_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: TABLE identities; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.identities IS 'Who somebody is at a provider: a person may have several';

-- Name: COLUMN identities.subject; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.identities.subject IS 'The claim sub, which the provider gives to nobody else, ever';

-- Name: identity_providers; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.identity_providers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    issuer text NOT NULL,
    client_id text NOT NULL,
    sealed_client_secret bytea NOT NULL,
    creates_accounts boolean NOT NULL,
    roles_claim text,
    CONSTRAINT identity_providers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 60)))
);

-- Name: COLUMN identity_providers.issuer; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.identity_providers.issuer IS 'Its address; its settings are at /.well-known/openid-configuration below it';

-- Name: COLUMN identity_providers.sealed_client_secret; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.identity_providers.sealed_client_secret IS 'Encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM)';

-- Name: COLUMN identity_providers.creates_accounts; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.identity_providers.creates_accounts IS 'Whether somebody whom FlowAuth does not know gets an account at the first sign-in';

-- Name: COLUMN identity_providers.roles_claim; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.identity_providers.roles_claim IS 'Which of its claims decides about the roles of provider_roles; null means that none does';

-- Name: migrations; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.migrations (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    run_on timestamp without time zone NOT NULL
);

-- Name: migrations_id_seq; Type: SEQUENCE; Schema: public; Owner: -
CREATE SEQUENCE public.migrations_id_seq
    AS integer
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;

-- Name: migrations_id_seq; Type: SEQUENCE OWNED BY; Schema: public; Owner: -
ALTER SEQUENCE public.migrations_id_seq OWNED BY public.migrations.id;

-- Name: passkey_challenges; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.passkey_challenges (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    purpose text NOT NULL,
    challenge text NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    CONSTRAINT passkey_challenges_purpose_check CHECK ((purpose = ANY (ARRAY['add'::text, 'sign in'::text])))
);

-- Name: TABLE passkey_challenges; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.passkey_challenges IS 'What a passkey has to sign; each is good once, and deleted by being used';

-- Name: passkeys; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.passkeys (
    id text NOT NULL,
    user_id uuid NOT NULL,
    name text NOT NULL,
    public_key bytea NOT NULL,
    counter bigint NOT NULL,
    transports text[] NOT NULL,
    added_at timestamp with time zone DEFAULT now() NOT NULL,
    last_used_at timestamp with time zone,
    CONSTRAINT passkeys_name_check CHECK (((length(name) >= 1) AND (length(name) <= 75)))
);

-- Name: COLUMN passkeys.id; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.passkeys.id IS 'What the authenticator calls it, as base64url';

-- Name: COLUMN passkeys.name; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.passkeys.name IS 'What its owner calls it';

-- Name: COLUMN passkeys.counter; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.passkeys.counter IS 'Of signatures, where the authenticator counts them: one that goes back has been copied';

-- Name: passwords; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.passwords (
    user_id uuid NOT NULL,
    hash text NOT NULL,
    one_time_until timestamp with time zone,
    changed_at timestamp with time zone DEFAULT now() NOT NULL
);

-- Name: COLUMN passwords.hash; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.passwords.hash IS 'argon2id, with its parameters and salt';

-- Name: COLUMN passwords.one_time_until; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.passwords.one_time_until IS 'Set for a password that somebody else knows: it must be changed at the first sign-in, and before this time';

-- Name: provider_roles; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.provider_roles (
    provider_id uuid NOT NULL,
    claim_value text NOT NULL,
    role_id uuid NOT NULL,
    CONSTRAINT provider_roles_claim_value_check CHECK (((length(claim_value) >= 1) AND (length(claim_value) <= 200)))
);

-- Name: refresh_tokens; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.refresh_tokens (
    digest bytea NOT NULL,
    session_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    used_at timestamp with time zone
);

-- Name: COLUMN refresh_tokens.digest; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.refresh_tokens.digest IS 'SHA-256: the tokens themselves are not kept';

-- Name: COLUMN refresh_tokens.used_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.refresh_tokens.used_at IS 'A token that comes again after this has been copied; its session is ended';

-- Name: revocation_list; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.revocation_list (
    only_row boolean DEFAULT true NOT NULL,
    number bigint NOT NULL,
    CONSTRAINT revocation_list_only_row_check CHECK (only_row)
);

-- Name: COLUMN revocation_list.number; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.revocation_list.number IS 'Of the last list that was signed';

-- Name: revocations; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.revocations (
    token_id uuid NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone DEFAULT now() NOT NULL,
    because text NOT NULL,
    CONSTRAINT revocations_because_check CHECK ((because = ANY (ARRAY['owner'::text, 'administrator'::text, 'user_suspended'::text, 'role_taken'::text, 'role_changed'::text, 'role_removed'::text, 'role_ended'::text, 'server_ended'::text, 'server_removed'::text, 'client_ended'::text])))
);

-- Name: TABLE revocations; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.revocations IS 'They outlive what is known of the token, which goes with its server';

-- Name: COLUMN revocations.expires_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.revocations.expires_at IS 'When the token ends by itself, and leaves the list';

-- Name: role_members; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.role_members (
    role_id uuid NOT NULL,
    user_id uuid NOT NULL
);

-- Name: role_scopes; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.role_scopes (
    role_id uuid NOT NULL,
    server_id uuid NOT NULL,
    scope text NOT NULL
);

-- Name: roles; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.roles (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    server_id uuid NOT NULL,
    name text NOT NULL,
    longest_lifetime_minutes integer NOT NULL,
    latest_expiry timestamp with time zone,
    CONSTRAINT roles_longest_lifetime_minutes_check CHECK ((longest_lifetime_minutes > 0)),
    CONSTRAINT roles_name_check CHECK (((length(name) >= 1) AND (length(name) <= 75)))
);

-- Name: scopes; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.scopes (
    server_id uuid NOT NULL,
    name text NOT NULL,
    CONSTRAINT scopes_name_check CHECK (((length(name) >= 1) AND (length(name) <= 200)))
);

-- Name: second_factors; Type: VIEW; Schema: public; Owner: -
CREATE VIEW public.second_factors AS
 SELECT authenticators.user_id
   FROM public.authenticators
UNION
 SELECT passkeys.user_id
   FROM public.passkeys;

-- Name: VIEW second_factors; Type: COMMENT; Schema: public; Owner: -
COMMENT ON VIEW public.second_factors IS 'Who has any';

-- Name: servers; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.servers (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    name text NOT NULL,
    description_url text,
    longest_lifetime_minutes integer NOT NULL,
    latest_expiry timestamp with time zone,
    scopes_read_at timestamp with time zone DEFAULT now() NOT NULL,
    refuses_revoked boolean DEFAULT false NOT NULL,
    checked_at timestamp with time zone,
    check_outcome jsonb,
    public_url text,
    CONSTRAINT servers_longest_lifetime_minutes_check CHECK ((longest_lifetime_minutes > 0)),
    CONSTRAINT servers_name_check CHECK (((length(name) >= 1) AND (length(name) <= 120)))
);

-- Name: COLUMN servers.name; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.name IS 'What the server calls itself, FLOWAPI_IDENTIFIER: the audience of its tokens';

-- Name: COLUMN servers.description_url; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.description_url IS 'Where its OpenAPI document is; null where one was uploaded';

-- Name: COLUMN servers.latest_expiry; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.latest_expiry IS 'No token lives longer; null means that only the lifetime limits them';

-- Name: COLUMN servers.refuses_revoked; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.refuses_revoked IS 'Whether the server says that it refuses tokens that have been revoked';

-- Name: COLUMN servers.checked_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.checked_at IS 'When its address was last asked; null where there is none';

-- Name: COLUMN servers.check_outcome; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.check_outcome IS 'What came of it: a state, and what differs or went wrong';

-- Name: COLUMN servers.public_url; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.servers.public_url IS 'Where callers reach it, as its OpenAPI document says; null where it does not';

-- Name: sessions; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.sessions (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    user_id uuid NOT NULL,
    started_at timestamp with time zone DEFAULT now() NOT NULL,
    ended_at timestamp with time zone,
    address text,
    user_agent text
);

-- Name: TABLE sessions; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.sessions IS 'One sign-in, and the family of refresh tokens that came of it';

-- Name: COLUMN sessions.user_agent; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.sessions.user_agent IS 'What the browser says that it is';

-- Name: sign_in_attempts; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.sign_in_attempts (
    kind text NOT NULL,
    subject bytea NOT NULL,
    failures integer NOT NULL,
    last_failed_at timestamp with time zone NOT NULL,
    CONSTRAINT sign_in_attempts_kind_check CHECK ((kind = ANY (ARRAY['account'::text, 'address'::text, 'known'::text])))
);

-- Name: TABLE sign_in_attempts; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.sign_in_attempts IS 'Failures in a row, by account, by address, and by a known browser or session, which make the next ones wait';

-- Name: COLUMN sign_in_attempts.subject; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.sign_in_attempts.subject IS 'A keyed hash: some people type their password where their name belongs';

-- Name: signing_keys; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.signing_keys (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    sealed_private_key bytea,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    kid text,
    public_key text,
    signs_from timestamp with time zone DEFAULT now() NOT NULL,
    retired_at timestamp with time zone
);

-- Name: TABLE signing_keys; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.signing_keys IS 'What tokens for FlowAPI are, were and will be signed with';

-- Name: COLUMN signing_keys.sealed_private_key; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.signing_keys.sealed_private_key IS 'PKCS #8 in PEM, encrypted with FLOWAUTH_FERNET_KEY (AES-256-GCM); null for a key that the deployment was given';

-- Name: COLUMN signing_keys.kid; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.signing_keys.kid IS 'The thumbprint of the key (RFC 7638)';

-- Name: COLUMN signing_keys.public_key; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.signing_keys.public_key IS 'PEM';

-- Name: COLUMN signing_keys.signs_from; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.signing_keys.signs_from IS 'Published before that, so that every FlowAPI knows it by then';

-- Name: COLUMN signing_keys.retired_at; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.signing_keys.retired_at IS 'No longer published: its tokens are refused';

-- Name: token_roles; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.token_roles (
    token_id uuid NOT NULL,
    role_name text NOT NULL,
    role_id uuid,
    scopes text[]
);

-- Name: COLUMN token_roles.role_id; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.token_roles.role_id IS 'Null once the role has been deleted';

-- Name: COLUMN token_roles.scopes; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.token_roles.scopes IS 'The part of the role that was asked for; null means the whole role';

-- Name: tokens; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.tokens (
    id uuid NOT NULL,
    user_id uuid NOT NULL,
    server_id uuid NOT NULL,
    name text NOT NULL,
    size_bytes integer NOT NULL,
    issued_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    kid text,
    client_grant_id uuid,
    CONSTRAINT tokens_name_check CHECK (((length(name) >= 1) AND (length(name) <= 75)))
);

-- Name: COLUMN tokens.id; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.tokens.id IS 'The claim jti';

-- Name: COLUMN tokens.kid; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.tokens.kid IS 'The key that signed it; null for a shared secret';

-- Name: COLUMN tokens.client_grant_id; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.tokens.client_grant_id IS 'The client that was given it; null for those that people copy';

-- Name: users; Type: TABLE; Schema: public; Owner: -
CREATE TABLE public.users (
    id uuid DEFAULT gen_random_uuid() NOT NULL,
    username text NOT NULL,
    is_admin boolean DEFAULT false NOT NULL,
    suspended_at timestamp with time zone,
    created_at timestamp with time zone DEFAULT now() NOT NULL,
    needs_second_factor boolean DEFAULT false NOT NULL,
    CONSTRAINT users_username_check CHECK (((length(username) >= 1) AND (length(username) <= 75)))
);

-- Name: TABLE users; Type: COMMENT; Schema: public; Owner: -
COMMENT ON TABLE public.users IS 'People; nobody is ever deleted, so that it stays known whose tokens there were';

-- Name: COLUMN users.username; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.users.username IS 'The subject of the tokens that are made for FlowAPI';

-- Name: COLUMN users.needs_second_factor; Type: COMMENT; Schema: public; Owner: -
COMMENT ON COLUMN public.users.needs_second_factor IS 'Nothing but setting one up is possible without one';

-- Name: migrations id; Type: DEFAULT; Schema: public; Owner: -
ALTER TABLE ONLY public.migrations ALTER COLUMN id SET DEFAULT nextval('public.migrations_id_seq'::regclass);

-- Name: audit audit_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.audit
    ADD CONSTRAINT audit_pkey PRIMARY KEY (id);

-- Name: authenticators authenticators_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.authenticators
    ADD CONSTRAINT authenticators_pkey PRIMARY KEY (user_id);

-- Name: backup_codes backup_codes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.backup_codes
    ADD CONSTRAINT backup_codes_pkey PRIMARY KEY (user_id, hash);

-- Name: client_grants client_grants_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.client_grants
    ADD CONSTRAINT client_grants_pkey PRIMARY KEY (id);

-- Name: client_refresh_tokens client_refresh_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.client_refresh_tokens
    ADD CONSTRAINT client_refresh_tokens_pkey PRIMARY KEY (digest);

-- Name: device_requests device_requests_device_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.device_requests
    ADD CONSTRAINT device_requests_device_digest_key UNIQUE (device_digest);

-- Name: device_requests device_requests_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.device_requests
    ADD CONSTRAINT device_requests_pkey PRIMARY KEY (id);

-- Name: device_requests device_requests_user_digest_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.device_requests
    ADD CONSTRAINT device_requests_user_digest_key UNIQUE (user_digest);

-- Name: identities identities_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_pkey PRIMARY KEY (provider_id, subject);

-- Name: identity_providers identity_providers_name_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_name_key UNIQUE (name);

-- Name: identity_providers identity_providers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.identity_providers
    ADD CONSTRAINT identity_providers_pkey PRIMARY KEY (id);

-- Name: migrations migrations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.migrations
    ADD CONSTRAINT migrations_pkey PRIMARY KEY (id);

-- Name: passkey_challenges passkey_challenges_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_pkey PRIMARY KEY (id);

-- Name: passkeys passkeys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_pkey PRIMARY KEY (id);

-- Name: passwords passwords_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_pkey PRIMARY KEY (user_id);

-- Name: provider_roles provider_roles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.provider_roles
    ADD CONSTRAINT provider_roles_pkey PRIMARY KEY (provider_id, claim_value, role_id);

-- Name: refresh_tokens refresh_tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_pkey PRIMARY KEY (digest);

-- Name: revocation_list revocation_list_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.revocation_list
    ADD CONSTRAINT revocation_list_pkey PRIMARY KEY (only_row);

-- Name: revocations revocations_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.revocations
    ADD CONSTRAINT revocations_pkey PRIMARY KEY (token_id);

-- Name: role_members role_members_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_members
    ADD CONSTRAINT role_members_pkey PRIMARY KEY (role_id, user_id);

-- Name: role_scopes role_scopes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_scopes
    ADD CONSTRAINT role_scopes_pkey PRIMARY KEY (role_id, scope);

-- Name: roles roles_id_server_id_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_id_server_id_key UNIQUE (id, server_id);

-- Name: roles roles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_pkey PRIMARY KEY (id);

-- Name: roles roles_server_id_name_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_server_id_name_key UNIQUE (server_id, name);

-- Name: scopes scopes_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.scopes
    ADD CONSTRAINT scopes_pkey PRIMARY KEY (server_id, name);

-- Name: servers servers_name_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.servers
    ADD CONSTRAINT servers_name_key UNIQUE (name);

-- Name: servers servers_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.servers
    ADD CONSTRAINT servers_pkey PRIMARY KEY (id);

-- Name: sessions sessions_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_pkey PRIMARY KEY (id);

-- Name: sign_in_attempts sign_in_attempts_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.sign_in_attempts
    ADD CONSTRAINT sign_in_attempts_pkey PRIMARY KEY (kind, subject);

-- Name: signing_keys signing_keys_kid_key; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_kid_key UNIQUE (kid);

-- Name: signing_keys signing_keys_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.signing_keys
    ADD CONSTRAINT signing_keys_pkey PRIMARY KEY (id);

-- Name: token_roles token_roles_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.token_roles
    ADD CONSTRAINT token_roles_pkey PRIMARY KEY (token_id, role_name);

-- Name: tokens tokens_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_pkey PRIMARY KEY (id);

-- Name: users users_pkey; Type: CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.users
    ADD CONSTRAINT users_pkey PRIMARY KEY (id);

-- Name: audit_event; Type: INDEX; Schema: public; Owner: -
CREATE INDEX audit_event ON public.audit USING btree (event, id);

-- Name: audit_username; Type: INDEX; Schema: public; Owner: -
CREATE INDEX audit_username ON public.audit USING btree (lower(username), id);

-- Name: client_grants_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX client_grants_user_id ON public.client_grants USING btree (user_id);

-- Name: client_refresh_tokens_grant_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX client_refresh_tokens_grant_id ON public.client_refresh_tokens USING btree (grant_id);

-- Name: device_requests_address; Type: INDEX; Schema: public; Owner: -
CREATE INDEX device_requests_address ON public.device_requests USING btree (address);

-- Name: identities_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX identities_user_id ON public.identities USING btree (user_id);

-- Name: passkeys_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX passkeys_user_id ON public.passkeys USING btree (user_id);

-- Name: provider_roles_role_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX provider_roles_role_id ON public.provider_roles USING btree (role_id);

-- Name: refresh_tokens_session_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX refresh_tokens_session_id ON public.refresh_tokens USING btree (session_id);

-- Name: revocations_expires_at; Type: INDEX; Schema: public; Owner: -
CREATE INDEX revocations_expires_at ON public.revocations USING btree (expires_at);

-- Name: role_members_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX role_members_user_id ON public.role_members USING btree (user_id);

-- Name: role_scopes_scope; Type: INDEX; Schema: public; Owner: -
CREATE INDEX role_scopes_scope ON public.role_scopes USING btree (server_id, scope);

-- Name: sessions_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX sessions_user_id ON public.sessions USING btree (user_id);

-- Name: token_roles_role_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX token_roles_role_id ON public.token_roles USING btree (role_id);

-- Name: tokens_client_grant_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX tokens_client_grant_id ON public.tokens USING btree (client_grant_id);

-- Name: tokens_server_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX tokens_server_id ON public.tokens USING btree (server_id, expires_at);

-- Name: tokens_user_id; Type: INDEX; Schema: public; Owner: -
CREATE INDEX tokens_user_id ON public.tokens USING btree (user_id, server_id);

-- Name: users_username; Type: INDEX; Schema: public; Owner: -
CREATE UNIQUE INDEX users_username ON public.users USING btree (lower(username));

-- Name: authenticators authenticators_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.authenticators
    ADD CONSTRAINT authenticators_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: backup_codes backup_codes_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.backup_codes
    ADD CONSTRAINT backup_codes_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: client_grants client_grants_token_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.client_grants
    ADD CONSTRAINT client_grants_token_id_fkey FOREIGN KEY (token_id) REFERENCES public.tokens(id) ON DELETE CASCADE;

-- Name: client_grants client_grants_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.client_grants
    ADD CONSTRAINT client_grants_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: client_refresh_tokens client_refresh_tokens_grant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.client_refresh_tokens
    ADD CONSTRAINT client_refresh_tokens_grant_id_fkey FOREIGN KEY (grant_id) REFERENCES public.client_grants(id) ON DELETE CASCADE;

-- Name: device_requests device_requests_server_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.device_requests
    ADD CONSTRAINT device_requests_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;

-- Name: device_requests device_requests_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.device_requests
    ADD CONSTRAINT device_requests_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: identities identities_provider_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.identity_providers(id) ON DELETE CASCADE;

-- Name: identities identities_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.identities
    ADD CONSTRAINT identities_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: passkey_challenges passkey_challenges_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passkey_challenges
    ADD CONSTRAINT passkey_challenges_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: passkeys passkeys_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passkeys
    ADD CONSTRAINT passkeys_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: passwords passwords_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.passwords
    ADD CONSTRAINT passwords_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: provider_roles provider_roles_provider_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.provider_roles
    ADD CONSTRAINT provider_roles_provider_id_fkey FOREIGN KEY (provider_id) REFERENCES public.identity_providers(id) ON DELETE CASCADE;

-- Name: provider_roles provider_roles_role_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.provider_roles
    ADD CONSTRAINT provider_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.roles(id) ON DELETE CASCADE;

-- Name: refresh_tokens refresh_tokens_session_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.refresh_tokens
    ADD CONSTRAINT refresh_tokens_session_id_fkey FOREIGN KEY (session_id) REFERENCES public.sessions(id) ON DELETE CASCADE;

-- Name: role_members role_members_role_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_members
    ADD CONSTRAINT role_members_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.roles(id) ON DELETE CASCADE;

-- Name: role_members role_members_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_members
    ADD CONSTRAINT role_members_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: role_scopes role_scopes_role_id_server_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_scopes
    ADD CONSTRAINT role_scopes_role_id_server_id_fkey FOREIGN KEY (role_id, server_id) REFERENCES public.roles(id, server_id) ON DELETE CASCADE;

-- Name: role_scopes role_scopes_server_id_scope_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.role_scopes
    ADD CONSTRAINT role_scopes_server_id_scope_fkey FOREIGN KEY (server_id, scope) REFERENCES public.scopes(server_id, name) ON DELETE CASCADE;

-- Name: roles roles_server_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.roles
    ADD CONSTRAINT roles_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;

-- Name: scopes scopes_server_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.scopes
    ADD CONSTRAINT scopes_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;

-- Name: sessions sessions_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.sessions
    ADD CONSTRAINT sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: token_roles token_roles_role_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.token_roles
    ADD CONSTRAINT token_roles_role_id_fkey FOREIGN KEY (role_id) REFERENCES public.roles(id) ON DELETE SET NULL;

-- Name: token_roles token_roles_token_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.token_roles
    ADD CONSTRAINT token_roles_token_id_fkey FOREIGN KEY (token_id) REFERENCES public.tokens(id) ON DELETE CASCADE;

-- Name: tokens tokens_client_grant_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_client_grant_id_fkey FOREIGN KEY (client_grant_id) REFERENCES public.client_grants(id) ON DELETE SET NULL;

-- Name: tokens tokens_server_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_server_id_fkey FOREIGN KEY (server_id) REFERENCES public.servers(id) ON DELETE CASCADE;

-- Name: tokens tokens_user_id_fkey; Type: FK CONSTRAINT; Schema: public; Owner: -
ALTER TABLE ONLY public.tokens
    ADD CONSTRAINT tokens_user_id_fkey FOREIGN KEY (user_id) REFERENCES public.users(id) ON DELETE CASCADE;

-- Name: TABLE audit; Type: ACL; Schema: public; Owner: -
REVOKE ALL ON TABLE public.audit FROM flowauth;
GRANT SELECT,INSERT,REFERENCES,TRIGGER ON TABLE public.audit TO flowauth;

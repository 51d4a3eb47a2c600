-- Where people and their programs reach a FlowAPI, which may be elsewhere than where FlowAuth reads its document.

ALTER TABLE servers ADD COLUMN public_url text;
COMMENT ON COLUMN servers.public_url IS 'Where callers reach it, as its OpenAPI document says; null where it does not';

-- Tokens of programs, known by their hashes only. They belong to nobody and outlive their makers.
create table _application_tokens (
  id blob primary key, -- UUIDv7
  name text not null unique,
  description text,
  token_hash text not null unique, -- SHA-256 in hex
  scopes text not null, -- words separated by spaces
  is_active integer not null default 1,
  created_at integer not null,
  created_by blob references _users (id) on delete set null,
  last_used_at integer, -- to the minute
  expires_at integer -- null for never
) strict;
create index _application_tokens_created_by on _application_tokens (created_by);

-- The name that the token of a call's caller had. A job that acts as an application (acts_as of
-- _jobs) has the token's id in its user_id.
alter table _function_calls add column token_name text;

-- Accounts, sessions, collections. Records live in tables of their own, one for each collection.
create table _meta (
  key text primary key,
  value text not null
);

-- A number for each topic that nodes keep in memory; whoever changes it counts on, each node in rows of its own.
create table _announcements (
  topic text collate "C" not null,
  node text collate "C" not null,
  slot integer not null,
  number bigint not null,
  at timestamptz not null,
  primary key (topic, node, slot)
);

create table _users (
  id uuid primary key,
  email text not null,
  email_key text collate "C" not null unique, -- lower case, so that A@x.org and a@x.org are one account
  password_hash text not null,
  is_admin boolean not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- One row for each login; the refresh token that was given out last is known by its hash only.
create table _sessions (
  id uuid primary key,
  user_id uuid not null references _users (id) on delete cascade,
  refresh_hash text not null,
  previous_hash text,
  client_hash text,
  created_at timestamptz not null,
  last_used_at timestamptz not null,
  expires_at timestamptz not null
);
create index _sessions_user on _sessions (user_id);
create index _sessions_expires on _sessions (expires_at);

-- Failed logins by account and by address, so that a restart does not forget them.
create table _login_failures (
  key text primary key,
  failures integer not null,
  blocked_until timestamptz not null
);
create index _login_failures_until on _login_failures (blocked_until);

create table _collections (
  number integer primary key generated always as identity,
  id uuid not null unique,
  name text collate "C" not null unique,
  label text not null,
  schema text not null,
  options text not null,
  schema_version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

-- Answers to repeat for the same Idempotency-Key. A request whose status is 0 has none yet: it
-- belongs to its owner, a process, until the lease is over.
create table _idempotency (
  key text primary key,
  request_hash text not null,
  status integer not null,
  response text not null,
  owner text not null,
  lease_until timestamptz not null,
  created_at timestamptz not null
);
create index _idempotency_created on _idempotency (created_at);

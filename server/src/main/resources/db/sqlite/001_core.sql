-- Accounts, sessions, collections. Records live in tables of their own, one for each collection.
create table _meta (
  key text primary key,
  value text not null
) strict, without rowid;

create table _users (
  id blob primary key,
  email text not null,
  email_key text not null unique, -- lower case, so that A@x.org and a@x.org are one account
  password_hash text not null,
  is_admin integer not null default 0,
  created_at integer not null,
  updated_at integer not null
) strict;

-- One row for each login; the refresh token that was given out last is known by its hash only.
create table _sessions (
  id blob primary key,
  user_id blob not null references _users (id) on delete cascade,
  refresh_hash text not null,
  previous_hash text,
  client_hash text,
  created_at integer not null,
  last_used_at integer not null,
  expires_at integer not null
) strict;
create index _sessions_user on _sessions (user_id);
create index _sessions_expires on _sessions (expires_at);

-- Failed logins by account and by address, so that a restart does not forget them.
create table _login_failures (
  key text primary key,
  failures integer not null,
  blocked_until integer not null
) strict, without rowid;
create index _login_failures_until on _login_failures (blocked_until);

create table _collections (
  number integer primary key autoincrement,
  id blob not null unique,
  name text not null unique,
  label text not null,
  schema text not null,
  options text not null,
  schema_version integer not null default 1,
  created_at integer not null,
  updated_at integer not null
) strict;

-- The number of records of each collection, and of the changes that were ever made to them, kept by
-- triggers: what was counted is true as long as the number of changes is the same.
create table _record_counts (
  collection integer primary key references _collections (number) on delete cascade,
  total integer not null default 0,
  changes integer not null default 0
) strict;

-- Answers to repeat for the same Idempotency-Key. A request whose status is 0 has none yet: it
-- belongs to its owner, a process, until the lease is over.
create table _idempotency (
  key text primary key,
  request_hash text not null,
  status integer not null,
  response text not null,
  owner text not null,
  lease_until integer not null,
  created_at integer not null
) strict, without rowid;
create index _idempotency_created on _idempotency (created_at);

-- Deployed versions of functions, and of the files that they share. Sources are kept once by content.
create table _function_sources (
  hash text primary key, -- SHA-256 in hex
  text text not null
) strict;

create table _function_versions (
  id blob primary key,
  function_name text not null, -- lib/... for a shared file
  content_hash text not null references _function_sources (hash),
  file_size integer not null,
  notes text,
  deployed_by blob references _users (id) on delete set null,
  deployed_at integer not null,
  is_active integer not null default 0,
  activated_by blob references _users (id) on delete set null,
  activated_at integer not null,
  replaced_id blob, -- the version that was active before, to which a rollback returns
  unique (function_name, content_hash)
) strict;
create unique index _function_versions_active on _function_versions (function_name) where is_active;
create index _function_versions_hash on _function_versions (content_hash);
create index _function_versions_deployed_by on _function_versions (deployed_by);
create index _function_versions_activated_by on _function_versions (activated_by);

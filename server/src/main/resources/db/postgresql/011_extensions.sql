-- Extensions: one row for each, their files as one archive by content.
create table _extension_archives (
  hash text collate "C" primary key, -- SHA-256 over paths and contents, in hex
  content bytea not null -- a zip
);

create table _extensions (
  id uuid primary key, -- UUIDv7
  name text collate "C" not null unique,
  version text not null,
  repo_url text not null, -- without credentials
  credentials text, -- for the repository, sealed
  ref text, -- branch, tag or commit that was asked for
  commit_hash text, -- null for a folder as it stood
  hash text collate "C" not null references _extension_archives (hash),
  library_lock text not null, -- what its libraries came to, so that every node has the same; or ''
  manifest text not null, -- JSON
  provides text not null, -- JSON
  settings text not null, -- JSON: values by name, secrets sealed
  is_enabled boolean not null,
  installed_at timestamptz not null,
  installed_by uuid references _users (id) on delete set null,
  updated_at timestamptz not null
);
create index _extensions_hash on _extensions (hash);
create index _extensions_installed_by on _extensions (installed_by);

-- Collections that extensions have made. They stay when the extension goes, and are its own again
-- when it comes back.
create table _extension_collections (
  collection integer primary key references _collections (number) on delete cascade,
  extension text collate "C" not null, -- its name
  declaration text not null -- JSON, as the extension declared it last
);
create index _extension_collections_extension on _extension_collections (extension);

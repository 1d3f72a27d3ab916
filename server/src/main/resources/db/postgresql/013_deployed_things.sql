-- What was deployed last with an app, so that the next deployment knows what others have changed.
create table _deployed_things (
  kind text collate "C" not null, -- collection, function or extension
  name text collate "C" not null,
  hash text collate "C" not null, -- of its state after the deployment: SHA-256 in hex
  deployed_at timestamptz not null,
  deployed_by uuid references _users (id) on delete set null,
  primary key (kind, name)
);
create index _deployed_things_deployed_by on _deployed_things (deployed_by);

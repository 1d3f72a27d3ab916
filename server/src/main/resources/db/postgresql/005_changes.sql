-- Changes of records, while somebody listens to their collection. The id is taken while the record is
-- locked; the number is given by who reads, once the change is committed.
create table _changes (
  id bigint generated always as identity primary key,
  seq bigint unique,
  collection integer not null,
  record_id uuid not null,
  operation text not null, -- create, update, delete
  actor uuid,
  at timestamptz not null,
  before text,
  after text
);
create index _changes_unnumbered on _changes (id) where seq is null;
insert into _meta (key, value) values ('change_seq', '0'); -- the last number that was given
insert into _meta (key, value) values ('changes_removed', '0'); -- the last number that was removed

-- Who reads the changes, and the last number that each of them is done with.
create table _change_consumers (
  name text collate "C" primary key,
  position bigint not null,
  updated_at timestamptz not null
);

create table _change_subscriptions (
  consumer text collate "C" not null references _change_consumers (name) on delete cascade,
  collection integer not null,
  primary key (consumer, collection)
);

-- Changes of records, while somebody listens to their collection. There is one writer, so the numbers
-- grow in the order of the commits; they are never used twice.
create table _changes (
  seq integer primary key autoincrement,
  collection integer not null,
  record_id blob not null,
  operation text not null, -- create, update, delete
  actor blob,
  at integer not null,
  before text,
  after text
) strict;
insert into _meta (key, value) values ('changes_removed', '0'); -- the last number that was removed

-- Who reads the changes, and the last number that each of them is done with.
create table _change_consumers (
  name text primary key,
  position integer not null,
  updated_at integer not null
) strict, without rowid;

create table _change_subscriptions (
  consumer text not null references _change_consumers (name) on delete cascade,
  collection integer not null,
  primary key (consumer, collection)
) strict, without rowid;

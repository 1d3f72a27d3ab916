-- Hooks that run after the commit read the changes. Numbers below zero in place of a collection's are
-- of events that are no record's: an account was made (-1), somebody logged in (-2), a call began (-3),
-- a call ended (-4). A subscription of 0 is for the changes of all collections.
alter table _changes add column cause text; -- the handlers of hooks whose consequence it is
alter table _jobs add column cause text; -- the same

-- Which node hands the changes to a consumer, and until when nobody else does.
alter table _change_consumers add column lease_owner text;
alter table _change_consumers add column lease_until integer;

-- Changes for which a handler failed: it is tried again, and in the end it is told to people.
create table _hook_events (
  id blob primary key, -- UUIDv7
  handler text not null, -- file.method
  seq integer not null, -- the change's number
  collection integer not null,
  record_id blob not null,
  kind text not null, -- of the hook, such as on_record_create
  event text not null, -- what the handler gets, as JSON
  actor blob, -- who made the change
  cause text, -- as in _changes
  status text not null, -- waiting, dead
  attempts integer not null, -- that failed
  next_attempt_at integer, -- null while it waits for an earlier event of its record, and when dead
  error_type text,
  error_message text,
  created_at integer not null,
  updated_at integer not null,
  unique (handler, seq)
) strict, without rowid;
create index _hook_events_waiting on _hook_events (handler, next_attempt_at) where status = 'waiting';
create index _hook_events_record on _hook_events (handler, collection, record_id, seq)
  where status = 'waiting';
create index _hook_events_dead on _hook_events (handler, id) where status = 'dead';

-- Executions that must happen: asynchronous calls of functions; later schedules and ctx.enqueue.
-- The node that has a job's lease runs it, or will; when the lease is over another one takes it.
create table _jobs (
  id blob primary key,
  function_name text not null,
  status text not null, -- queued, running, succeeded, failed, cancelled, skipped
  priority integer not null default 0, -- the least first
  run_at integer not null,
  attempt integer not null default 0, -- starts so far
  max_attempts integer not null,
  lost_workers integer not null default 0, -- in a row
  unique_key text,
  schedule_id blob,
  scheduled_at integer,
  payload_type text not null, -- json, query, request
  payload text, -- until it has ended
  acts_as text not null, -- user, anonymous, operator
  user_id blob,
  trigger_type text not null,
  request_id text not null,
  call_id blob, -- the record of the last attempt, which has the result
  error_type text,
  error_message text,
  node text,
  lease_until integer,
  created_at integer not null,
  started_at integer,
  finished_at integer
) strict, without rowid;
create index _jobs_open on _jobs (priority, run_at, id) where status in ('queued', 'running');
create unique index _jobs_unique_key on _jobs (unique_key)
  where unique_key is not null and status = 'queued';
create unique index _jobs_schedule on _jobs (schedule_id, scheduled_at)
  where schedule_id is not null;

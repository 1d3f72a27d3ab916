-- Executions that must happen: of schedules, of ctx.enqueue, of the API, and asynchronous calls.
-- A node claims a job that is due, and has it until its end or until its lease is over.
create table _jobs (
  id blob primary key, -- UUIDv7
  function_name text not null, -- or system.<task>
  status text not null, -- queued, running, succeeded, failed, cancelled, skipped
  priority integer not null, -- the least first
  run_at integer not null,
  due integer not null, -- 1 where its turn may come, 2 while it waits for run_at, else 0
  held integer not null default 0, -- 1 while it waits for older jobs of its schedule
  attempt integer not null default 0, -- starts so far
  failures integer not null default 0,
  max_attempts integer not null, -- failures at which it is given up
  retry_delay_millis integer not null, -- after the first failure; doubled by each further one
  lost_workers integer not null default 0, -- in a row
  timeout_millis integer, -- null: as its function says
  unique_key text,
  schedule_id blob,
  scheduled_at integer,
  source text, -- of its schedule
  payload_type text not null, -- json, query, request
  payload text, -- until it has succeeded
  acts_as text not null, -- user, anonymous, operator
  user_id blob,
  trigger_type text not null, -- manual (an asynchronous call), schedule, job
  request_id text not null,
  call_id blob, -- the record of the last attempt, which has the result
  error_type text,
  error_message text,
  node text,
  lease_until integer, -- while it runs; by the database's clock
  created_at integer not null,
  started_at integer, -- the last attempt
  finished_at integer
) strict, without rowid;
create index _jobs_due on _jobs (priority, run_at, id) where due = 1;
create index _jobs_waiting on _jobs (run_at) where due = 2;
create index _jobs_status on _jobs (status, id) where status = 'queued' or status = 'running'
  or status = 'failed' or status = 'cancelled' or status = 'skipped';
create index _jobs_function on _jobs (function_name, id);
create index _jobs_key on _jobs (unique_key, status) where unique_key is not null;
create unique index _jobs_unique_key on _jobs (unique_key)
  where unique_key is not null and status = 'queued' and started_at is null;
create index _jobs_runs on _jobs (schedule_id, id) where schedule_id is not null;
create unique index _jobs_schedule on _jobs (schedule_id, scheduled_at)
  where schedule_id is not null;
create index _jobs_skipped on _jobs (schedule_id) where status = 'skipped';
create index _jobs_open_runs on _jobs (schedule_id, scheduled_at)
  where schedule_id is not null and (status = 'queued' or status = 'running');

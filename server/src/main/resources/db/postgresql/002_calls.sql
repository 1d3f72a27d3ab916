-- Calls of functions. Their ids grow with time: the order of the ids is the order of the calls.
create table _function_calls (
  id uuid primary key,
  function_name text collate "C" not null,
  status text collate "C" not null, -- running, succeeded, failed
  trigger_type text not null,
  trigger_id uuid,
  job_id uuid,
  parent_id uuid,
  user_id uuid,
  version_id uuid,
  version text not null,
  request_id text not null,
  started_at timestamptz not null,
  finished_at timestamptz,
  duration_micros bigint,
  error_type text,
  error_message text,
  error_code text,
  error_details text,
  trace text,
  input text,
  output text
);
create index _function_calls_function on _function_calls (function_name, id);
create index _function_calls_failed on _function_calls (id) where status = 'failed';
create index _function_calls_running on _function_calls (id) where status = 'running';
create index _function_calls_user on _function_calls (user_id, id) where user_id is not null;
create index _function_calls_version on _function_calls (version_id, id)
  where version_id is not null;

-- The numbers come from _meta, so that they are never used twice and grow in the order of commits.
create table _function_logs (
  seq bigint primary key,
  call_id uuid not null,
  function_name text collate "C" not null,
  at timestamptz not null,
  level text collate "C" not null, -- debug, info, warning, error
  message text not null
);
create index _function_logs_call on _function_logs (call_id, seq);
create index _function_logs_function on _function_logs (function_name, seq);
insert into _meta (key, value) values ('function_log_seq', '0');

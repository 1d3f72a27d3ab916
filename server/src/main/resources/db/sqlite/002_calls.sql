-- Calls of functions. Their ids grow with time: the order of the ids is the order of the calls.
create table _function_calls (
  id blob primary key,
  function_name text not null,
  status text not null, -- running, succeeded, failed
  trigger_type text not null,
  trigger_id blob,
  job_id blob,
  parent_id blob,
  user_id blob,
  version_id blob,
  version text not null,
  request_id text not null,
  started_at integer not null,
  finished_at integer,
  duration_micros integer,
  error_type text,
  error_message text,
  error_code text,
  error_details text,
  trace text,
  input text,
  output text
) strict, without rowid;
create index _function_calls_function on _function_calls (function_name, id);
create index _function_calls_failed on _function_calls (id) where status = 'failed';
create index _function_calls_running on _function_calls (id) where status = 'running';
create index _function_calls_user on _function_calls (user_id, id) where user_id is not null;
create index _function_calls_version on _function_calls (version_id, id)
  where version_id is not null;

-- The numbers come from _meta, so that they are never used twice and grow in the order of commits.
create table _function_logs (
  seq integer primary key,
  call_id blob not null,
  function_name text not null,
  at integer not null,
  level text not null, -- debug, info, warning, error
  message text not null
) strict;
create index _function_logs_call on _function_logs (call_id, seq);
create index _function_logs_function on _function_logs (function_name, seq);
insert into _meta (key, value) values ('function_log_seq', '0');

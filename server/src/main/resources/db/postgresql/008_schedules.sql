-- Rules that make jobs. The loop changes next_run_at and what follows it; people the rest.
create table _schedules (
  id uuid primary key, -- UUIDv7
  name text collate "C" not null,
  function_name text collate "C" not null, -- or system.<task>
  schedule text not null, -- JSON, as it was sent
  input_data text not null, -- JSON
  is_active boolean not null,
  overlap text not null, -- skip, queue, parallel
  max_parallel integer not null,
  catch_up text not null, -- none, latest, all
  catch_up_limit integer not null,
  retries integer not null,
  retry_delay_seconds integer not null,
  timeout_seconds integer, -- null: as the function says
  pause_after_failures integer, -- null: never
  starts_at timestamptz,
  ends_at timestamptz,
  source text collate "C" not null, -- api, code, extension:<name>, system
  code_key text collate "C", -- which one of its source it is
  next_run_at timestamptz, -- null where it is paused or has no further moment
  last_run_at timestamptz,
  last_status text,
  consecutive_failures integer not null default 0,
  paused_reason text,
  skipped_count bigint not null default 0,
  last_skipped_at timestamptz,
  created_by_user_id uuid references _users (id) on delete set null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index _schedules_next on _schedules (next_run_at) where next_run_at is not null;
create index _schedules_name on _schedules (name, id);
create index _schedules_function on _schedules (function_name);
create unique index _schedules_code on _schedules (source, code_key) where code_key is not null;

-- Since when each server has been looking for what is due, and until when that is known.
create table _schedule_nodes (
  node text collate "C" primary key,
  up_since timestamptz not null,
  seen_at timestamptz not null
);

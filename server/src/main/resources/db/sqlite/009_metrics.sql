-- Snapshots of the figures that admins look at; the newest thousand.
create table _metrics (
  id blob primary key, -- UUIDv7
  metric_type text not null, -- collection_sizes, function_stats
  data text not null, -- JSON
  collected_at integer not null
) strict, without rowid;

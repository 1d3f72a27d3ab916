-- How many records came and went, by the sessions that made and deleted them: the sum is the number
-- of a collection's records. A session has one transaction at a time, so that no writer waits for
-- another. Now and then the rows are replaced by their sum.
create table _record_counts (
  collection integer not null,
  session integer not null,
  total bigint not null,
  primary key (collection, session)
);

do $$
declare known integer;
begin
  for known in select number from _collections loop
    execute format(
      'insert into _record_counts (collection, session, total) select %s, 0, count(*) from records_%s',
      known, known);
  end loop;
end $$;

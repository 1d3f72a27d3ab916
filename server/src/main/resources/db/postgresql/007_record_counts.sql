-- Changes of the numbers of records; their sum is the number of a collection's records. Each
-- transaction adds rows of its own, so that no writer waits for another; now and then one of them
-- replaces the rows that it sees by their sum.
create table _record_counts (
  collection integer not null,
  id bigint generated always as identity,
  total bigint not null,
  primary key (collection, id)
);

do $$
declare known integer;
begin
  for known in select number from _collections loop
    execute format(
      'insert into _record_counts (collection, total) select %s, count(*) from records_%s',
      known, known);
  end loop;
end $$;

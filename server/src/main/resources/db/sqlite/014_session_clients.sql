-- Where a session was opened or renewed last, for those who look at the list of their sessions.
alter table _sessions add column address text;
alter table _sessions add column user_agent text;

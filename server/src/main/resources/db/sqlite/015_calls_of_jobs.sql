-- The attempts of a job are its calls.
create index _function_calls_job on _function_calls (job_id, id) where job_id is not null;

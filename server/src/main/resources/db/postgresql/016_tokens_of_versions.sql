-- Programs that have deployed or activated a version, by the names of their application tokens, which may be gone.
alter table _function_versions add column deployed_by_token text;
alter table _function_versions add column activated_by_token text;

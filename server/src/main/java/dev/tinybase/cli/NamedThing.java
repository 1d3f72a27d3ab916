package dev.tinybase.cli;

/** What a shell completes by its name. */
enum NamedThing {
  COLLECTIONS,
  FUNCTIONS,
  SCHEDULES,
  EXTENSIONS,
  SECRETS,
  ENVIRONMENTS
}

package dev.tinybase.db;

/**
 * What a node may keep in memory of what is in the database, and so must hear of when another one
 * changes it.
 */
public enum Topic {
  ACCOUNTS,
  SIGNING_KEYS,
  COLLECTIONS,
  CHANGE_CONSUMERS,
  EXTENSIONS,
  FUNCTIONS,
  JOBS,
  SCHEDULES,
  SECRETS
}

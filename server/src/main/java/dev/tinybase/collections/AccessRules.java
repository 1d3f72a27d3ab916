package dev.tinybase.collections;

/** The access rules of a collection, one for each action. */
public record AccessRules(
    AccessRule list, AccessRule read, AccessRule create, AccessRule update, AccessRule delete) {
  /** The original's defaults: everybody reads, accounts create, owners change. */
  public static final AccessRules DEFAULT =
      new AccessRules(
          new AccessRule.Public(),
          new AccessRule.Public(),
          new AccessRule.Authenticated(),
          new AccessRule.Owner(),
          new AccessRule.Owner());
}

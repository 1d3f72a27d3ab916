package dev.tinybase.hooks;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a handler waits for, as its annotation says.
 *
 * @param targets the names of the collections or functions that it is about; {@link #ALL} for all,
 *     also where the kind has neither
 * @param where a filter that the record must fulfil, not parsed yet; null for every record
 * @param priority lower ones run first
 */
public record HookDeclaration(
    HookKind kind, Set<String> targets, @Nullable ObjectNode where, int priority) {
  /** Every collection, or every function. */
  public static final Set<String> ALL = Set.of("*");

  public HookDeclaration {
    targets = targets.contains("*") ? ALL : Set.copyOf(targets);
  }

  /** Of everything, in the middle of the order. */
  public HookDeclaration(HookKind kind) {
    this(kind, ALL, null, 0);
  }

  /** Whether it is about everything of its kind. */
  public boolean isForAll() {
    return targets.equals(ALL);
  }
}

package dev.tinybase.secrets;

import java.util.List;
import java.util.Optional;

/** The secrets of functions by name, {@code [A-Z][A-Z0-9_]{0,99}}. */
public interface Secrets {
  /**
   * A secret's value: the environment's, else the store's.
   *
   * @throws dev.tinybase.errors.Problem when it cannot be decrypted, which happens when the key has
   *     changed
   */
  Optional<String> find(String name);

  /**
   * Keeps a value in the store, in place of an earlier one.
   *
   * @throws dev.tinybase.errors.Problem when the name is none, or the value is empty or too large
   */
  SecretInfo set(String name, String value);

  /**
   * Takes a value out of the store.
   *
   * @throws dev.tinybase.errors.Problem 404 when there is none
   */
  void remove(String name);

  /** What there is, by name, without the values. */
  List<SecretInfo> list();
}

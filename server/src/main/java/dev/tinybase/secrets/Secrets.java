package dev.tinybase.secrets;

import java.util.List;
import java.util.Optional;

/** The secrets of functions by name, {@code [A-Z][A-Z0-9_]{0,99}}. */
public interface Secrets {
  /**
   * A secret's value.
   *
   * @throws dev.tinybase.errors.Problem when it cannot be decrypted, which happens when the key has
   *     changed
   */
  Optional<String> find(String name);

  /** Keeps a value, in place of an earlier one. */
  void set(String name, String value);

  /** Forgets a value; false where there was none. */
  boolean remove(String name);

  /** What there is, by name, without the values. */
  List<SecretInfo> list();
}

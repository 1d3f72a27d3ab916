package dev.tinybase.functions.calls;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Knows the settings of extensions, as they are at this moment. */
@FunctionalInterface
public interface SettingLookup {
  /**
   * A setting as it is.
   *
   * @param value null where it has neither a value nor a default
   * @param isSecret whether the value must not be shown
   */
  record Setting(@Nullable JsonNode value, boolean isSecret) {}

  /**
   * A setting; empty where the extension declares none of this name.
   *
   * @throws dev.tinybase.errors.Problem where a secret cannot be decrypted
   */
  Optional<Setting> find(String extension, String name);
}

package dev.tinybase.hooks;

import dev.tinybase.json.Json;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Who makes a handler run.
 *
 * @param userId null for nobody with an account
 * @param email of that user; null where it is not known any more
 * @param chain the handlers that this is a consequence of
 */
public record HookCause(
    @Nullable UUID userId, @Nullable String email, boolean isAdmin, HookChain chain) {
  /** Nobody with an account, and no handler. */
  public static final HookCause NOBODY = new HookCause(null, null, false, HookChain.NONE);

  /** The user as events have one, {@code {id, email, is_admin}}; JSON's null for nobody. */
  public JsonNode user() {
    return userId == null
        ? Json.mapper().nullNode()
        : Json.object().put("id", userId.toString()).put("email", email).put("is_admin", isAdmin);
  }
}

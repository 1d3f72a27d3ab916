package dev.tinybase.sdk;

import java.util.Optional;

/**
 * The accounts of this server, for functions with an admin's rights; others are refused with {@code
 * admin_required}.
 *
 * {@snippet :
 * var ada = ctx.asAdmin().users().find("ada@example.com").orElseThrow();
 * ctx.records("posts").asAdmin().ownedBy(ada.id()).create(Map.of("title", "Welcome"));
 * }
 */
public interface Users {
  /** The user with this id or e-mail address, in which upper and lower case are the same. */
  Optional<User> find(String idOrEmail);
}

package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.errors.Problem;

/** What imports and exports share. */
final class Transfers {
  private Transfers() {}

  static void adminsOnly(Principal principal, String verb) {
    if (!principal.isAdmin()) {
      throw Problem.forbidden("admin_only", "Only admins may " + verb + " records.");
    }
  }
}

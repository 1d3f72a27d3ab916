package dev.tinybase.api.routes;

import dev.tinybase.api.Fields;
import dev.tinybase.auth.Email;
import dev.tinybase.auth.Passwords;
import java.util.Optional;

/** The members of a body that accounts are made of. */
final class UserFields {
  private static final int MAX_TEXT = Integer.MAX_VALUE; // what is too long is no e-mail either

  private UserFields() {}

  static String email(Fields fields) {
    return checked(fields, "email", fields.text("email", 1, MAX_TEXT));
  }

  static Optional<String> optionalEmail(Fields fields) {
    var email = fields.optionalText("email", 1, MAX_TEXT);
    email.ifPresent(text -> checked(fields, "email", text));
    return email;
  }

  /**
   * A password that exists already: it has no least length, since older rules may have differed.
   */
  static String password(Fields fields, String name) {
    return fields.text(name, 0, Passwords.MAX_LENGTH);
  }

  static String newPassword(Fields fields, String name) {
    return fields.text(name, Passwords.MIN_LENGTH, Passwords.MAX_LENGTH);
  }

  static Optional<String> optionalNewPassword(Fields fields, String name) {
    return fields.optionalText(name, Passwords.MIN_LENGTH, Passwords.MAX_LENGTH);
  }

  private static String checked(Fields fields, String name, String text) {
    if (!text.isEmpty() && Email.parse(text).isEmpty()) {
      fields.refuse(name, "value_error", "must be an e-mail address, such as ada@example.org");
    }
    return text;
  }
}

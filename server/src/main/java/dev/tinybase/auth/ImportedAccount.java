package dev.tinybase.auth;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;
import dev.tinybase.text.Uuids;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * An account that comes from another program.
 *
 * @param line where it stands in its file, from 1
 * @param id the one it had, so that its records find it; null for a new one
 * @param passwordHash as it is kept; null without one
 * @param password to be hashed; null without one
 * @param createdAt null for now
 */
public record ImportedAccount(
    long line,
    @Nullable UUID id,
    Email email,
    @Nullable String passwordHash,
    @Nullable String password,
    boolean isAdmin,
    @Nullable Instant createdAt) {
  /** The names of what is read. */
  public static final List<String> MEMBERS =
      List.of("id", "email", "password_hash", "password", "is_admin", "created_at", "verified");

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss[.[SSSSSSSSS][SSSSSS][SSS]][XXX][XX][X]");

  @Override
  public String toString() {
    return "ImportedAccount[" + line + ", " + email.text() + "]"; // hashes stay out of logs
  }

  /**
   * Reads an account from an object; members that are null are as good as absent.
   *
   * @throws Problem 400 with every error of it
   */
  public static ImportedAccount read(long line, ObjectNode node) {
    return new Reader(line, node).read();
  }

  private static final class Reader {
    private final long line;
    private final ObjectNode node;
    private final List<FieldError> errors = new ArrayList<>();

    Reader(long line, ObjectNode node) {
      this.line = line;
      this.node = node;
    }

    ImportedAccount read() {
      for (var name : node.propertyNames()) {
        if (!MEMBERS.contains(name)) {
          refuse(Texts.abbreviate(name), "is unknown" + DidYouMean.hint(name, MEMBERS));
        }
      }
      var id = text("id");
      var email = text("email");
      var hash = text("password_hash");
      var password = text("password");
      var created = text("created_at");
      flag("verified"); // there is nothing yet that asks for it
      if (hash != null && password != null) {
        refuse("password", "goes without password_hash");
      }
      var account =
          new ImportedAccount(
              line,
              id == null ? null : id(id),
              email(email),
              hash == null ? null : hash(hash),
              password == null ? null : password(password),
              flag("is_admin"),
              created == null ? null : time(created));
      if (!errors.isEmpty()) {
        throw Problem.invalidRecord(errors);
      }
      return account;
    }

    private void refuse(String name, String message) {
      errors.add(new FieldError(name, "invalid_value", message));
    }

    private @Nullable String text(String name) {
      @Nullable JsonNode value = node.get(name);
      if (value == null || value.isNull()) {
        return null;
      }
      if (!value.isString()) {
        refuse(name, "must be a text");
        return null;
      }
      return value.stringValue().isEmpty() ? null : value.stringValue();
    }

    private boolean flag(String name) {
      @Nullable JsonNode value = node.get(name);
      if (value == null || value.isNull()) {
        return false;
      }
      if (!value.isBoolean()) {
        refuse(name, "must be true or false");
      }
      return value.asBoolean(false);
    }

    private @Nullable UUID id(String text) {
      var id = Uuids.parse(text);
      if (id.isEmpty()) {
        refuse("id", "must be a UUID");
      }
      return id.orElse(null);
    }

    private Email email(@Nullable String text) {
      var email = Email.parse(text == null ? "" : text);
      if (email.isEmpty()) {
        refuse("email", "must be an e-mail address");
      }
      return email.orElse(new Email("", ""));
    }

    private @Nullable String hash(String text) {
      try {
        return ForeignHash.checked(text);
      } catch (Problem e) {
        refuse("password_hash", e.detail());
        return null;
      }
    }

    private @Nullable String password(String text) {
      try {
        Passwords.check(text);
      } catch (Problem e) {
        refuse("password", e.detail());
      }
      return text;
    }

    /** With an offset, or in UTC; as databases print it, too. */
    private @Nullable Instant time(String text) {
      try {
        var parsed =
            TIME.parseBest(
                text.strip().replace(' ', 'T'), OffsetDateTime::from, LocalDateTime::from);
        return parsed instanceof OffsetDateTime at
            ? at.toInstant()
            : ((LocalDateTime) parsed).toInstant(ZoneOffset.UTC);
      } catch (DateTimeException _) {
        refuse("created_at", "must be a time such as 2024-05-01T12:00:00Z");
        return null;
      }
    }
  }
}

package dev.tinybase.filters;

import dev.tinybase.db.ColumnType;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the variables of a filter stand for in one request.
 *
 * @param userId {@code $user.id}; null for anonymous callers, which no value equals
 * @param email {@code $user.email}
 * @param admin {@code $user.is_admin}
 * @param now {@code $now}, and in UTC {@code $today}
 */
public record Variables(@Nullable UUID userId, @Nullable String email, boolean admin, Instant now) {

  /** The variables by name, each with the types it can be read as, its own type first. */
  public enum Name {
    USER_ID("user.id"),
    USER_EMAIL("user.email"),
    USER_IS_ADMIN("user.is_admin"),
    NOW("now"),
    TODAY("today");

    private final String text;

    Name(String text) {
      this.text = text;
    }

    /** The variable with a name that is written without its dollar sign. */
    static Optional<Name> of(String text) {
      return Arrays.stream(values()).filter(name -> name.text.equals(text)).findFirst();
    }

    /** All names as they are written. */
    static List<String> all() {
      return Arrays.stream(values()).map(name -> "$" + name.text).toList();
    }

    /** The type that fits best. */
    ColumnType type() {
      return switch (this) {
        case USER_ID -> ColumnType.UUID;
        case USER_EMAIL -> ColumnType.TEXT;
        case USER_IS_ADMIN -> ColumnType.BOOLEAN;
        case NOW -> ColumnType.TIMESTAMP;
        case TODAY -> ColumnType.DATE;
      };
    }

    /** Whether it can be read as the type; everything but truth can be read as text. */
    boolean canBe(ColumnType wanted) {
      return switch (wanted) {
        case TEXT -> this != USER_IS_ADMIN;
        case TIMESTAMP, DATE -> this == NOW || this == TODAY;
        case INTEGER, REAL, DECIMAL, BOOLEAN, JSON, UUID -> wanted == type();
      };
    }
  }

  /** The variable's value as the Java type of a column's type. */
  @Nullable Object value(Name name, ColumnType type) {
    return switch (name) {
      case USER_ID -> type == ColumnType.TEXT && userId != null ? userId.toString() : userId;
      case USER_EMAIL -> email;
      case USER_IS_ADMIN -> admin;
      case NOW -> time(now.truncatedTo(ChronoUnit.MICROS), today(), type);
      case TODAY -> time(today().atStartOfDay(ZoneOffset.UTC).toInstant(), today(), type);
    };
  }

  private LocalDate today() {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static Object time(Instant instant, LocalDate day, ColumnType type) {
    return switch (type) {
      case DATE -> day;
      case TEXT -> instant.toString();
      case TIMESTAMP, INTEGER, REAL, DECIMAL, BOOLEAN, JSON, UUID -> instant;
    };
  }
}

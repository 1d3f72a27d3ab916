package dev.tinybase.functions.invoke.binding;

import static java.util.Map.entry;

import dev.tinybase.functions.invoke.binding.InputErrors.InputPath;
import dev.tinybase.functions.invoke.binding.JsonType.EnumType;
import dev.tinybase.text.Uuids;
import java.lang.invoke.MethodType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Base64;
import java.util.Currency;
import java.util.IllformedLocaleException;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The types of Java that are one value in JSON: a text, a number or a boolean; and their reader,
 * which gives null for values with a problem.
 */
final class Scalars {
  private static final int MOST_DIGITS = 1_000;

  /** Any text. */
  static final JsonType.Scalar TEXT = new JsonType.Text(null, "a text", text -> text);

  private static final Map<Class<?>, JsonType> VALUES =
      Map.ofEntries(
          entry(String.class, TEXT),
          entry(CharSequence.class, TEXT),
          entry(Boolean.class, new JsonType.Flag()),
          entry(
              Integer.class,
              whole(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32", BigInteger::intValue)),
          entry(Long.class, whole(Long.MIN_VALUE, Long.MAX_VALUE, "int64", BigInteger::longValue)),
          entry(
              Short.class,
              whole(Short.MIN_VALUE, Short.MAX_VALUE, "int16", BigInteger::shortValue)),
          entry(Byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE, "int8", BigInteger::byteValue)),
          entry(BigInteger.class, new JsonType.Whole(null, number -> number)),
          entry(Double.class, new JsonType.Decimal("double", Scalars::toDouble)),
          entry(Float.class, new JsonType.Decimal("float", Scalars::toFloat)),
          entry(BigDecimal.class, new JsonType.Decimal(null, number -> number)),
          entry(Number.class, new JsonType.Decimal(null, Scalars::number)),
          entry(Character.class, text("char", "one character", Scalars::toChar)),
          entry(UUID.class, text("uuid", "a UUID", Scalars::uuid)),
          entry(URI.class, text("uri-reference", "a URI", URI::create)),
          entry(Locale.class, text("locale", "a language tag such as de-AT", Scalars::locale)),
          entry(Currency.class, text("currency", "a currency such as EUR", Currency::getInstance)),
          entry(byte[].class, text("byte", "bytes in Base64", Base64.getDecoder()::decode)),
          entry(ZoneId.class, text("time-zone", "a time zone such as Europe/Vienna", ZoneId::of)),
          entry(ZoneOffset.class, text("offset", "an offset such as +01:00", ZoneOffset::of)));

  private static final Map<Class<?>, JsonType> TIMES =
      Map.ofEntries(
          entry(
              Instant.class,
              text("date-time", "a moment such as 2026-11-22T10:00:00Z", Instant::parse)),
          entry(LocalDate.class, text("date", "a date such as 2026-11-22", LocalDate::parse)),
          entry(LocalTime.class, text("local-time", "a time such as 10:00", LocalTime::parse)),
          entry(
              LocalDateTime.class,
              text("local-date-time", "a time such as 2026-11-22T10:00", LocalDateTime::parse)),
          entry(
              OffsetDateTime.class,
              text("date-time", "a time such as 2026-11-22T10:00:00+01:00", OffsetDateTime::parse)),
          entry(
              ZonedDateTime.class,
              text("date-time", "a time such as 2026-11-22T10:00:00+01:00", ZonedDateTime::parse)),
          entry(OffsetTime.class, text("time", "a time such as 10:00+01:00", OffsetTime::parse)),
          entry(Duration.class, text("duration", "a duration such as PT5M", Duration::parse)),
          entry(Period.class, text("period", "a period such as P1M", Period::parse)),
          entry(
              Year.class,
              whole(Year.MIN_VALUE, Year.MAX_VALUE, "year", year -> Year.of(year.intValue()))),
          entry(YearMonth.class, text("year-month", "a month such as 2026-11", YearMonth::parse)),
          entry(MonthDay.class, text("month-day", "a day such as --11-22", MonthDay::parse)));

  private final InputErrors problems;
  private final ReadMode reading;

  Scalars(InputErrors problems, ReadMode reading) {
    this.problems = problems;
    this.reading = reading;
  }

  /** The shape of a type that is one value; null for others. */
  static @Nullable JsonType of(Class<?> type) {
    var object = MethodType.methodType(type).wrap().returnType();
    @Nullable JsonType value = VALUES.get(object);
    return value == null ? TIMES.get(object) : value;
  }

  /** A number as the most usual of Java's types that keeps all its digits. */
  static Number number(BigDecimal number) {
    if (number.scale() <= 0) {
      return whole(number.toBigInteger());
    }
    double nearest = number.doubleValue();
    return new BigDecimal(Double.toString(nearest)).compareTo(number) == 0 ? nearest : number;
  }

  private static Number whole(BigInteger number) {
    return switch (number.bitLength() / 32) {
      case 0 -> number.intValue();
      case 1 -> number.longValue();
      default -> number;
    };
  }

  private static JsonType whole(
      long least, long most, String format, Function<BigInteger, Object> convert) {
    return new JsonType.Whole(JsonType.Bounds.of(least, most, format), convert);
  }

  private static JsonType text(String format, String expected, Function<String, Object> parse) {
    return new JsonType.Text(format, expected, parse);
  }

  private static @Nullable Object toDouble(BigDecimal number) {
    double value = number.doubleValue();
    return Double.isFinite(value) ? value : null;
  }

  private static @Nullable Object toFloat(BigDecimal number) {
    float value = number.floatValue();
    return Float.isFinite(value) ? value : null;
  }

  private static Object toChar(String text) {
    if (text.length() != 1) {
      throw new IllegalArgumentException();
    }
    return text.charAt(0);
  }

  private static Object uuid(String text) {
    return Uuids.parse(text).orElseThrow(IllegalArgumentException::new);
  }

  private static Object locale(String tag) {
    try {
      return new Locale.Builder().setLanguageTag(tag).build();
    } catch (IllformedLocaleException e) {
      throw new DateTimeException("", e);
    }
  }

  @Nullable Object text(JsonType.Text type, JsonNode node, InputPath at) {
    return node.isString()
        ? parsed(type, node.stringValue(), at)
        : problems.wrong(type.expected(), node, at);
  }

  private @Nullable Object parsed(JsonType.Text type, String text, InputPath at) {
    try {
      return type.parse().apply(text);
    } catch (IllegalArgumentException | DateTimeException _) {
      return problems.add(at, "invalid_format", "must be " + type.expected());
    }
  }

  @Nullable Object whole(JsonType.Whole type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return problems.wrong("a whole number", node, at);
    }
    if (number.signum() != 0 && number.stripTrailingZeros().scale() > 0) {
      return problems.add(at, "wrong_type", "must be a whole number, without a fraction");
    }
    return whole(type, number.toBigInteger(), at);
  }

  private @Nullable Object whole(JsonType.Whole type, BigInteger number, InputPath at) {
    JsonType.@Nullable Bounds bounds = type.bounds();
    return bounds == null || bounds.hold(number)
        ? type.convert().apply(number)
        : problems.add(
            at, "out_of_range", "must be between " + bounds.least() + " and " + bounds.most());
  }

  @Nullable Object decimal(JsonType.Decimal type, JsonNode node, InputPath at) {
    @Nullable BigDecimal number = number(node);
    if (number == null) {
      return problems.wrong("a number", node, at);
    }
    @Nullable Object value = type.convert().apply(number);
    return value == null ? problems.add(at, "out_of_range", "is too large a number") : value;
  }

  private @Nullable BigDecimal number(JsonNode node) {
    if (node.isNumber()) {
      return node.decimalValue();
    }
    return reading.texts() && node.isString() ? number(node.stringValue()) : null;
  }

  private static @Nullable BigDecimal number(String text) {
    try {
      var number = text.length() <= MOST_DIGITS ? new BigDecimal(text) : null;
      return number == null || Math.abs((long) number.precision() - number.scale()) > MOST_DIGITS
          ? null
          : number;
    } catch (NumberFormatException _) {
      return null;
    }
  }

  @Nullable Object flag(JsonNode node, InputPath at) {
    if (node.isBoolean()) {
      return node.booleanValue();
    }
    var word = reading.texts() && node.isString() ? node.stringValue() : "";
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      default -> problems.wrong("true or false", node, at);
    };
  }

  @Nullable Object choice(EnumType type, JsonNode node, InputPath at) {
    if (!node.isString()) {
      return problems.wrong("a text", node, at);
    }
    @Nullable Object constant = type.find(node.stringValue());
    return constant != null
        ? constant
        : problems.add(
            at,
            "not_in_values",
            "must be one of "
                + String.join(", ", type.names())
                + problems.hint(node.stringValue(), type.names()));
  }

  /** The key of an entry, which JSON has as a text. */
  @Nullable Object key(JsonType.Scalar type, String key, InputPath at) {
    return switch (type) {
      case JsonType.Text text -> parsed(text, key, at);
      case JsonType.Whole whole -> {
        @Nullable BigDecimal number = number(key);
        yield number == null || number.scale() > 0
            ? problems.add(at, "invalid_format", "must have a whole number as its key")
            : whole(whole, number.toBigInteger(), at);
      }
      case EnumType choice -> {
        @Nullable Object constant = choice.find(key);
        yield constant == null
            ? problems.add(
                at,
                "not_in_values",
                "must have one of " + String.join(", ", choice.names()) + " as its key")
            : constant;
      }
      case JsonType.Decimal _, JsonType.Flag _ -> key;
    };
  }
}

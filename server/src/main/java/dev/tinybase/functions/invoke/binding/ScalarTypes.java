package dev.tinybase.functions.invoke.binding;

import static java.util.Map.entry;

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
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The types of Java that are one value in JSON: a text, a number or a boolean. */
final class ScalarTypes {
  /** Any text. */
  static final JsonType.Scalar TEXT = new JsonType.Text(null, "a text", text -> text);

  private static final Map<Class<?>, JsonType> NUMBERS =
      Map.ofEntries(
          entry(
              Integer.class,
              whole(Integer.MIN_VALUE, Integer.MAX_VALUE, "int32", BigInteger::intValue)),
          entry(Long.class, whole(Long.MIN_VALUE, Long.MAX_VALUE, "int64", BigInteger::longValue)),
          entry(
              Short.class,
              whole(Short.MIN_VALUE, Short.MAX_VALUE, "int16", BigInteger::shortValue)),
          entry(Byte.class, whole(Byte.MIN_VALUE, Byte.MAX_VALUE, "int8", BigInteger::byteValue)),
          entry(BigInteger.class, new JsonType.Whole(null, number -> number)),
          entry(Double.class, new JsonType.Decimal("double", BigDecimal::doubleValue)),
          entry(Float.class, new JsonType.Decimal("float", BigDecimal::floatValue)),
          entry(BigDecimal.class, new JsonType.Decimal(null, number -> number)),
          entry(Number.class, new JsonType.Decimal(null, ScalarTypes::number)));

  private static final Map<Class<?>, JsonType> OTHERS =
      Map.ofEntries(
          entry(String.class, TEXT),
          entry(CharSequence.class, TEXT),
          entry(Boolean.class, new JsonType.Flag()),
          entry(Character.class, text("char", "one character", ScalarTypes::toChar)),
          entry(UUID.class, text("uuid", "a UUID", ScalarTypes::uuid)),
          entry(URI.class, text("uri-reference", "a URI", URI::create)),
          entry(Locale.class, text("locale", "a language tag such as de-AT", ScalarTypes::locale)),
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

  /** The shape of a type that is one value; null for others. */
  static @Nullable JsonType of(Class<?> type) {
    var object = MethodType.methodType(type).wrap().returnType();
    return Stream.of(NUMBERS, OTHERS, TIMES)
        .map(types -> types.get(object))
        .filter(Objects::nonNull)
        .findFirst()
        .orElse(null);
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
}

package dev.tinybase.schedule;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.errors.FieldError;
import dev.tinybase.errors.Problem;
import dev.tinybase.text.Texts;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads a schedule's JSON; all problems come at once, as a 400 that names each place. */
final class ScheduleParser {
  private static final Map<String, List<String>> KEYS =
      Map.of(
          "once", List.of("method", "date", "time", "run_date", "run_time", "timezone"),
          "interval", List.of("method", "unit", "value", "timezone"),
          "cron", List.of("method", "cron", "description", "timezone"));
  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "seconds", ChronoUnit.SECONDS,
          "minutes", ChronoUnit.MINUTES,
          "hours", ChronoUnit.HOURS,
          "days", ChronoUnit.DAYS);
  private static final int MOST_DAYS = 36_525;
  private static final int LONGEST_NOTE = 500;
  private static final int MOST_ERRORS = 20;

  /** Stands for a cron text that is refused. */
  private static final CronPattern ALWAYS = CronPattern.parse("* * * * *");

  private final JsonNode json;
  private final List<FieldError> errors = new ArrayList<>();

  private ScheduleParser(JsonNode json) {
    this.json = json;
  }

  static Schedule parse(JsonNode json, ZoneId zone) {
    var parser = new ScheduleParser(json);
    var schedule = json.isObject() ? parser.schedule(zone) : null;
    if (!json.isObject()) {
      parser.refuse(
          "",
          "wrong_type",
          "must be an object with 'method', such as"
              + " {\"method\": \"cron\", \"cron\": \"0 3 * * *\"}");
    }
    if (schedule == null || !parser.errors.isEmpty()) {
      throw invalid(parser.errors);
    }
    return schedule;
  }

  /** The 400 of a schedule that is refused. */
  static Problem invalid(List<FieldError> errors) {
    var all = errors.stream().map(error -> error.field() + ": " + error.message());
    return Problem.badRequest(
        "invalid_schedule", "Invalid schedule: " + all.collect(Collectors.joining("; ")), errors);
  }

  private @Nullable Schedule schedule(ZoneId fallback) {
    var method = method();
    if (method == null) {
      return null;
    }
    refuseOthers(KEYS.getOrDefault(method, List.of()));
    var zone = read("timezone", ScheduleParser::zone, fallback);
    return switch (method) {
      case "once" -> once(zone);
      case "interval" -> interval(zone);
      default -> cron(zone);
    };
  }

  private @Nullable String method() {
    var method = json.path("method");
    if (method.isString() && KEYS.containsKey(method.stringValue())) {
      return method.stringValue();
    }
    var sent = method.isString() ? method.stringValue() : "";
    refuse(
        ".method",
        method.isMissingNode() ? "required" : "invalid_method",
        "must be once, interval or cron" + DidYouMean.hint(sent, KEYS.keySet()));
    return null;
  }

  private void refuseOthers(List<String> keys) {
    for (var key : json.propertyNames()) {
      if (!keys.contains(key)) {
        refuse(
            "." + Texts.abbreviate(key),
            "unknown_key",
            "unknown key" + DidYouMean.hint(key, keys) + "; there are " + String.join(", ", keys));
      }
    }
  }

  private Once once(ZoneId zone) {
    var date = read(alias("date", "run_date"), ScheduleParser::date, LocalDate.EPOCH);
    var time = read(alias("time", "run_time"), ScheduleParser::time, LocalTime.MIDNIGHT);
    return new Once(date, time, zone);
  }

  private String alias(String key, String alias) {
    if (json.has(key) && json.has(alias)) {
      refuse("." + alias, "unknown_key", "is the same as " + key + "; leave one of them out");
    }
    return json.has(alias) ? alias : key;
  }

  private Interval interval(ZoneId zone) {
    var unit = read("unit", ScheduleParser::unit, ChronoUnit.DAYS);
    long most = MOST_DAYS * 86_400L / unit.getDuration().toSeconds();
    var value = json.path("value");
    boolean isWhole = value.isIntegralNumber() && value.canConvertToLong();
    if (!isWhole || value.longValue() < 1 || value.longValue() > most) {
      refuse(
          ".value",
          value.isMissingNode() ? "required" : "out_of_range",
          "must be a whole number from 1 to " + most);
      return new Interval(1, unit, zone);
    }
    return new Interval(value.longValue(), unit, zone);
  }

  private Cron cron(ZoneId zone) {
    var pattern = read("cron", text -> Optional.of(CronPattern.parse(text)), ALWAYS);
    var note = json.path("description");
    if (!note.isMissingNode() && !note.isNull() && !note.isString()) {
      refuse(".description", "wrong_type", "must be a text");
    } else if (note.isString() && note.stringValue().length() > LONGEST_NOTE) {
      refuse(".description", "too_long", "must have at most " + LONGEST_NOTE + " characters");
    }
    return new Cron(pattern, zone, note.isString() ? note.stringValue() : null);
  }

  /** The value of a text; the placeholder where it is refused, or absent and has a default. */
  private <T> T read(String key, Function<String, Optional<T>> reader, T placeholder) {
    var value = json.path(key);
    boolean absent = value.isMissingNode() || value.isNull();
    if (absent && key.equals("timezone")) {
      return placeholder;
    }
    if (!value.isString()) {
      refuse(
          "." + key, absent ? "required" : "wrong_type", absent ? "is missing" : "must be a text");
      return placeholder;
    }
    try {
      var read = reader.apply(value.stringValue());
      if (read.isPresent()) {
        return read.get();
      }
      refuse("." + key, "invalid_" + key, what(key, value.stringValue()));
    } catch (CronPattern.Invalid e) {
      refuse("." + key, "invalid_cron", e.reason());
    }
    return placeholder;
  }

  private static String what(String key, String value) {
    var sent = "'" + Texts.abbreviate(value) + "' is ";
    return switch (key) {
      case "timezone" ->
          sent
              + "no time zone"
              + DidYouMean.hint(value, ZoneId.getAvailableZoneIds())
              + "; write a name such as Europe/Berlin or UTC";
      case "unit" ->
          sent
              + "no unit"
              + DidYouMean.hint(value, UNITS.keySet())
              + "; there are seconds, minutes, hours and days";
      case "date", "run_date" -> sent + "no date; write it as 2026-11-30";
      default -> sent + "no time of day; write it as 03:30 or 03:30:15";
    };
  }

  /** The zone of a name of the IANA's list. */
  static Optional<ZoneId> zone(String name) {
    try {
      var _ = ZoneRulesProvider.getRules(name, false);
      return Optional.of(ZoneId.of(name));
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<ChronoUnit> unit(String text) {
    return Optional.ofNullable(UNITS.get(text));
  }

  private static Optional<LocalDate> date(String text) {
    return text.length() == 10 ? parsed(() -> LocalDate.parse(text)) : Optional.empty();
  }

  private static Optional<LocalTime> time(String text) {
    return text.length() == 5 || text.length() == 8
        ? parsed(() -> LocalTime.parse(text))
        : Optional.empty();
  }

  private static <T> Optional<T> parsed(Supplier<T> parser) {
    try {
      return Optional.of(parser.get());
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private void refuse(String place, String code, String message) {
    if (errors.size() < MOST_ERRORS) {
      errors.add(new FieldError("schedule" + place, code, message));
    }
  }
}

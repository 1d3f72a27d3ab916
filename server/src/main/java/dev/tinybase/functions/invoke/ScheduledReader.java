package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Scheduled;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads what a method's {@link Scheduled} annotations say; collects what they say wrongly. */
final class ScheduledReader {
  private static final Pattern EVERY = Pattern.compile("([0-9]{1,9})([smhd])");
  private static final Pattern SECONDS = Pattern.compile("([0-9]{1,9})([smh])");
  private static final Map<String, String> UNITS =
      Map.of("s", "seconds", "m", "minutes", "h", "hours", "d", "days");

  private final Method method;
  private final @Nullable InputType input;
  private final CodeSchedule.Check check;
  private final List<String> problems = new ArrayList<>();

  /**
   * A reader of one method.
   *
   * @param input what the method takes; null where it takes nothing or the request
   */
  ScheduledReader(Method method, @Nullable InputType input, CodeSchedule.Check check) {
    this.method = method;
    this.input = input;
    this.check = check;
  }

  /** What is wrong, as the ends of sentences that begin with the method. */
  List<String> problems() {
    return problems;
  }

  /** The schedules in the order in which they are written. */
  List<CodeSchedule> read() {
    var annotations = method.getAnnotationsByType(Scheduled.class);
    if (annotations.length > 0 && input != null && !input.required().isEmpty()) {
      problems.add(
          "has @Scheduled but needs an input: "
              + String.join(", ", input.required())
              + "; a schedule gives none, so let what is missing have a default or be an Optional.");
    }
    return Arrays.stream(annotations).map(this::schedule).toList();
  }

  private CodeSchedule schedule(Scheduled annotation) {
    int before = problems.size();
    var schedule =
        new CodeSchedule(
            when(annotation),
            annotation.overlap(),
            annotation.maxParallel(),
            annotation.catchUp(),
            annotation.catchUpLimit(),
            annotation.retries(),
            duration("retryDelay", annotation.retryDelay()),
            annotation.timeout().isEmpty() ? null : duration("timeout", annotation.timeout()),
            annotation.pauseAfterFailures());
    if (problems.size() == before) {
      check.problem(schedule).ifPresent(it -> problems.add("has a wrong @Scheduled: " + it));
    }
    return schedule;
  }

  private ObjectNode when(Scheduled annotation) {
    if (annotation.cron().isEmpty() == annotation.every().isEmpty()) {
      problems.add(
          "has @Scheduled with "
              + (annotation.cron().isEmpty() ? "neither 'cron' nor" : "both 'cron' and")
              + " 'every'; write one, such as cron = \"0 3 * * *\" or every = \"5m\".");
      return Json.object();
    }
    return annotation.cron().isEmpty() ? interval(annotation) : cron(annotation);
  }

  private static ObjectNode cron(Scheduled annotation) {
    var json = Json.object().put("method", "cron").put("cron", annotation.cron());
    return annotation.zone().isEmpty() ? json : json.put("timezone", annotation.zone());
  }

  private ObjectNode interval(Scheduled annotation) {
    if (!annotation.zone().isEmpty()) {
      problems.add(
          "has @Scheduled with 'every' and a zone, which means something to 'cron' alone.");
    }
    var matcher = EVERY.matcher(annotation.every());
    if (!matcher.matches() || Integer.parseInt(matcher.group(1)) == 0) {
      problems.add(
          "is scheduled every '"
              + annotation.every()
              + "'; write a number with s, m, h or d: 30s, 5m, 1d.");
      return Json.object();
    }
    return Json.object()
        .put("method", "interval")
        .put("unit", UNITS.get(matcher.group(2)))
        .put("value", Integer.parseInt(matcher.group(1)));
  }

  private Duration duration(String element, String text) {
    var matcher = SECONDS.matcher(text);
    if (matcher.matches()) {
      return SignatureReader.duration(matcher.group(1), matcher.group(2));
    }
    problems.add(
        "has %s = '%s' in @Scheduled; it is a number with s, m or h: 30s, 5m."
            .formatted(element, text));
    return Duration.ZERO;
  }
}

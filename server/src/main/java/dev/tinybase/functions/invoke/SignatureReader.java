package dev.tinybase.functions.invoke;

import dev.tinybase.functions.invoke.FunctionFile.Signature;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Returns;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Takes;
import dev.tinybase.functions.invoke.binding.InputType;
import dev.tinybase.sdk.Register;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Route;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import org.jspecify.annotations.Nullable;

/** Reads what a method's annotation and types say; collects what they say wrongly. */
final class SignatureReader {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final Pattern TIMEOUT = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
  private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

  private final Method method;
  private final @Nullable InputType input;
  private final CodeSchedule.Check check;
  private final List<String> problems = new ArrayList<>();

  SignatureReader(Method method, @Nullable InputType input, CodeSchedule.Check check) {
    this.input = input;
    this.check = check;
    this.method = method;
  }

  /** What is wrong, as the ends of sentences that begin with the method. */
  List<String> problems() {
    return problems;
  }

  /** A method with {@link Register}. */
  Signature function() {
    var annotation = method.getAnnotation(Register.class);
    if (!NAME.matcher(annotation.name()).matches()) {
      problems.add(
          "has the name '"
              + annotation.name()
              + "'; a name is lower-case letters, digits and _, such as add_numbers.");
    }
    if (annotation.concurrency() < 0) {
      problems.add("has a negative concurrency; use 0 for no limit.");
    }
    return new Signature(
        annotation.name(),
        description(annotation.description()),
        annotation.auth(),
        List.of(annotation.tags()),
        timeout(annotation.timeout()),
        annotation.concurrency(),
        methods(annotation.methods()),
        takes(),
        returns(),
        schedules());
  }

  /** A method with {@link Route}, which gets this name. */
  Signature route(String name) {
    var annotation = method.getAnnotation(Route.class);
    return new Signature(
        name,
        description(annotation.description()),
        annotation.auth(),
        List.of(),
        null,
        0,
        methods(annotation.method()),
        takes(),
        returns(),
        List.of());
  }

  private static @Nullable String description(String text) {
    return text.isBlank() ? null : text;
  }

  private List<CodeSchedule> schedules() {
    var reader = new ScheduledReader(method, input, check);
    var schedules = reader.read();
    problems.addAll(reader.problems());
    return schedules;
  }

  private @Nullable Duration timeout(String text) {
    if (text.isEmpty()) {
      return null;
    }
    var matcher = TIMEOUT.matcher(text);
    var duration = matcher.matches() ? duration(matcher.group(1), matcher.group(2)) : Duration.ZERO;
    if (duration.isZero()) {
      problems.add(
          "has the timeout '" + text + "'; a timeout is a number with ms, s, m or h: 500ms, 30s.");
    }
    return duration;
  }

  /** So many milliseconds, seconds, minutes or hours. */
  static Duration duration(String number, String unit) {
    long amount = Long.parseLong(number);
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      default -> Duration.ofHours(amount);
    };
  }

  private Set<String> methods(String... names) {
    var methods = new TreeSet<String>();
    for (var name : names) {
      var upper = name.toUpperCase(Locale.ROOT);
      if (!METHODS.contains(upper)) {
        problems.add(
            "answers to the HTTP method '" + name + "'; known are " + new TreeSet<>(METHODS) + ".");
      }
      methods.add(upper);
    }
    if (methods.isEmpty()) {
      problems.add("answers to no HTTP method; leave 'methods' out for POST.");
    }
    return Set.copyOf(methods);
  }

  private Takes takes() {
    if (input != null) {
      return input.isObject() ? Takes.INPUT : Takes.VALUE;
    }
    return Arrays.asList(method.getParameterTypes()).contains(Request.class)
        ? Takes.REQUEST
        : Takes.NOTHING;
  }

  /** What its caller gets: of a future what it will hold, for that is waited for. */
  static AnnotatedType result(Method method) {
    var type = method.getAnnotatedReturnType();
    return isPending(method.getReturnType())
            && type instanceof AnnotatedParameterizedType generic
            && generic.getAnnotatedActualTypeArguments().length == 1
        ? generic.getAnnotatedActualTypeArguments()[0]
        : type;
  }

  private static boolean isPending(Class<?> type) {
    return Future.class.isAssignableFrom(type) || CompletionStage.class.isAssignableFrom(type);
  }

  private static Class<?> rawType(Type type) {
    return switch (type) {
      case Class<?> known -> known;
      case ParameterizedType generic -> rawType(generic.getRawType());
      default -> Object.class;
    };
  }

  private Returns returns() {
    var type = rawType(result(method).getType());
    if (isPending(type)) {
      problems.add(
          "returns a "
              + type.getSimpleName()
              + " and does not say of what; write it as "
              + type.getSimpleName()
              + "<String>, for instance.");
    }
    if (type == void.class || type == Void.class) {
      return Returns.NOTHING;
    }
    if (type == Response.class) {
      return Returns.RESPONSE;
    }
    return BaseStream.class.isAssignableFrom(type) ? Returns.STREAM : Returns.VALUE;
  }
}

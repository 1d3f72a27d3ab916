package dev.tinybase.functions.invoke.hooks;

import dev.tinybase.errors.Problem;
import dev.tinybase.hooks.HookDeclaration;
import dev.tinybase.hooks.HookKind;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.hooks.BeforeFunctionCall;
import dev.tinybase.sdk.hooks.BeforeLogin;
import dev.tinybase.sdk.hooks.BeforeRecordCreate;
import dev.tinybase.sdk.hooks.BeforeRecordDelete;
import dev.tinybase.sdk.hooks.BeforeRecordRead;
import dev.tinybase.sdk.hooks.BeforeRecordUpdate;
import dev.tinybase.sdk.hooks.BeforeRegister;
import dev.tinybase.sdk.hooks.OnFunctionCall;
import dev.tinybase.sdk.hooks.OnFunctionComplete;
import dev.tinybase.sdk.hooks.OnRecordCreate;
import dev.tinybase.sdk.hooks.OnRecordDelete;
import dev.tinybase.sdk.hooks.OnRecordUpdate;
import dev.tinybase.sdk.hooks.OnStartup;
import dev.tinybase.sdk.hooks.OnUserLogin;
import dev.tinybase.sdk.hooks.OnUserRegister;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads what the annotations of a method say of its being a hook; collects what they say wrongly.
 */
final class HookAnnotations {
  private final List<String> problems = new ArrayList<>();

  /** What is wrong, as the ends of sentences that begin with the method. */
  List<String> problems() {
    return problems;
  }

  /** One for each annotation of a hook, in the order in which they are written. */
  List<HookDeclaration> read(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(this::declaration)
        .filter(Objects::nonNull)
        .toList();
  }

  private @Nullable HookDeclaration declaration(Annotation annotation) {
    return switch (annotation) {
      case BeforeRecordCreate it ->
          before(HookKind.BEFORE_RECORD_CREATE, it.collection(), it.priority());
      case BeforeRecordUpdate it ->
          before(HookKind.BEFORE_RECORD_UPDATE, it.collection(), it.priority());
      case BeforeRecordDelete it ->
          before(HookKind.BEFORE_RECORD_DELETE, it.collection(), it.priority());
      case BeforeRecordRead it ->
          before(HookKind.BEFORE_RECORD_READ, it.collection(), it.priority());
      case BeforeRegister it -> everything(HookKind.BEFORE_REGISTER, it.priority());
      case BeforeLogin it -> everything(HookKind.BEFORE_LOGIN, it.priority());
      case BeforeFunctionCall it ->
          before(HookKind.BEFORE_FUNCTION_CALL, it.function(), it.priority());
      case OnRecordCreate it -> after(HookKind.ON_RECORD_CREATE, it.collection(), it.where());
      case OnRecordUpdate it -> after(HookKind.ON_RECORD_UPDATE, it.collection(), it.where());
      case OnRecordDelete it -> after(HookKind.ON_RECORD_DELETE, it.collection(), it.where());
      case OnUserRegister _ -> everything(HookKind.ON_USER_REGISTER, 0);
      case OnUserLogin _ -> everything(HookKind.ON_USER_LOGIN, 0);
      case OnFunctionCall it -> after(HookKind.ON_FUNCTION_CALL, it.function(), "");
      case OnFunctionComplete it -> after(HookKind.ON_FUNCTION_COMPLETE, it.function(), "");
      case OnStartup _ -> everything(HookKind.ON_STARTUP, 0);
      default -> null; // what others mean by their annotations is not ours to say
    };
  }

  private static HookDeclaration everything(HookKind kind, int priority) {
    return new HookDeclaration(kind, HookDeclaration.ALL, null, priority);
  }

  private HookDeclaration before(HookKind kind, String[] targets, int priority) {
    return new HookDeclaration(kind, targets(kind, targets), null, priority);
  }

  private HookDeclaration after(HookKind kind, String[] targets, String where) {
    return new HookDeclaration(kind, targets(kind, targets), where(kind, where), 0);
  }

  private Set<String> targets(HookKind kind, String[] names) {
    var targets = new LinkedHashSet<>(List.of(names));
    if (targets.isEmpty() || targets.stream().anyMatch(String::isBlank)) {
      problems.add(
          "has @%s for no name; write one, several, or leave it out for all."
              .formatted(kind.annotation()));
    }
    return targets;
  }

  private @Nullable ObjectNode where(HookKind kind, String text) {
    if (text.isBlank()) {
      return null;
    }
    var start = "has @%s with a 'where' that is no filter: ".formatted(kind.annotation());
    try {
      if (Json.parse(text) instanceof ObjectNode filter) {
        return filter;
      }
      problems.add(start + "write an object, such as {\"published\": true}.");
    } catch (Problem malformed) {
      problems.add(start + Json.reason(malformed) + ".");
    }
    return null;
  }
}

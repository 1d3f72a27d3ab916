package dev.tinybase.functions.calls;

import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.hooks.TransactionRequired;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the server refuses, as exceptions that functions see. */
final class FunctionErrors {
  private static final Logger LOG = LoggerFactory.getLogger(FunctionErrors.class);
  private static final String ERRORS = "errors";

  private FunctionErrors() {}

  /** Does it, and makes each failure one that functions understand. */
  static <T extends @Nullable Object> T told(Call call, Supplier<T> work) {
    try {
      return work.get();
    } catch (Problem refused) {
      throw of(refused);
    } catch (SchemaChanged _) {
      throw new FunctionException(
          "schema_changed", "The schema changed while this ran. Do it again.");
    } catch (TransactionRequired _) {
      throw new FunctionException(
          "transaction_required", "A hook that this makes run wants to write.");
    } catch (RuntimeException e) {
      call.ofRequest()
          .run(() -> LOG.error("a request of call {} failed unexpectedly", call.id(), e));
      throw new FunctionException(
          "internal_error", "Something went wrong on the server's side. Its log tells more.");
    }
  }

  /** A refusal of the API, with the errors of fields as its details. */
  static FunctionException of(Problem refused) {
    return new FunctionException(refused.code(), refused.detail(), details(refused));
  }

  private static Map<String, ?> details(Problem refused) {
    var errors =
        Stream.concat(
                refused.errors().stream()
                    .map(e -> Map.of("field", e.field(), "code", e.code(), "message", e.message())),
                refused.inputs().stream()
                    .map(e -> Map.of("loc", e.loc(), "type", e.type(), "msg", e.msg())))
            .toList();
    return errors.isEmpty() ? Map.of() : Map.of(ERRORS, errors);
  }

  /** The failure of another function. */
  static FunctionException of(String function, CallFailure failure) {
    var message = Objects.requireNonNullElse(failure.message(), failure.type());
    if (failure.code() != null) {
      return new FunctionException(failure.code(), message, failure.members());
    }
    var details = new LinkedHashMap<String, Object>();
    details.put("function", function);
    details.put("error_type", failure.type());
    if (failure.isInvalidInput() && failure.details() != null) {
      details.put(
          ERRORS, Json.mapper().convertValue(Json.trusted(failure.details()), Object.class));
    }
    return new FunctionException(CallFailure.FUNCTION_FAILED, message, details);
  }
}

package dev.tinybase.api;

import dev.tinybase.db.ConstraintViolation;
import dev.tinybase.db.SchemaChanged;
import dev.tinybase.errors.Problem;
import io.helidon.webserver.CloseConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns whatever a handler throws into a problem; what nobody expected is logged with its stack.
 */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private Failures() {}

  static Problem problem(Throwable failure, String requestId) {
    return switch (failure) {
      case Problem problem -> problem;
      case ConstraintViolation violation -> conflict(violation);
      case SchemaChanged _ ->
          Problem.unavailable(
              "schema_changed", "The schema changed while this ran. Send the request again.", 1);
      default -> unexpected(failure, requestId);
    };
  }

  /**
   * A reply that failed after its beginning had left: all that is left is to end the connection.
   */
  static CloseConnectionException halfWay(Exception failure, String requestId) {
    if (failure instanceof CloseConnectionException gone) {
      return gone;
    }
    LOG.error("the reply to request {} failed half way", requestId, failure);
    return new CloseConnectionException("the reply failed half way", failure);
  }

  private static Problem conflict(ConstraintViolation violation) {
    var columns = violation.columns();
    var where = columns.isEmpty() ? "" : " (" + String.join(", ", columns) + ")";
    return switch (violation.kind()) {
      case UNIQUE -> Problem.conflict("not_unique", "A value is taken already" + where + ".");
      case NOT_NULL -> Problem.conflict("missing_value", "A value must not be null" + where + ".");
      case FOREIGN_KEY ->
          Problem.conflict("reference_violated", "A reference would point nowhere" + where + ".");
      case CHECK -> Problem.conflict("check_violated", "A value is out of bounds" + where + ".");
    };
  }

  private static Problem unexpected(Throwable failure, String requestId) {
    LOG.error("request {} failed unexpectedly", requestId, failure);
    return Problem.of(
        Problem.Kind.INTERNAL,
        "internal_error",
        "Something went wrong on our side. The server's log tells more under this request id.");
  }
}

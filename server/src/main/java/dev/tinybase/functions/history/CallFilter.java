package dev.tinybase.functions.history;

import dev.tinybase.functions.history.CallRecord.Status;
import dev.tinybase.sdk.Trigger;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which calls to list; null lets all through.
 *
 * @param since the earliest moment of their coming in
 * @param until the moment before which they came in
 */
public record CallFilter(
    @Nullable String functionName,
    @Nullable Status status,
    @Nullable Trigger trigger,
    @Nullable UUID userId,
    @Nullable UUID versionId,
    @Nullable Instant since,
    @Nullable Instant until) {
  /** Every call. */
  public static final CallFilter ALL = new CallFilter(null, null, null, null, null, null, null);

  Where where() {
    var where = Where.ALL;
    if (functionName != null) {
      where = where.and("function_name = ?", functionName);
    }
    if (status != null) {
      // As a constant, so that the index of this status alone is known to serve.
      where = where.and("status = '" + status.word() + "'");
    }
    if (trigger != null) {
      where = where.and("trigger_type = ?", trigger.name().toLowerCase(Locale.ROOT));
    }
    if (userId != null) {
      where = where.and("user_id = ?", userId);
    }
    if (versionId != null) {
      where = where.and("version_id = ?", versionId);
    }
    if (since != null) {
      where = where.and("id >= ?", CallIds.least(since));
    }
    return until == null ? where : where.and("id < ?", CallIds.least(until));
  }
}

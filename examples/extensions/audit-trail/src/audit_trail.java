import dev.tinybase.sdk.*;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.hooks.*;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

static final String TRAIL = "audit_trail";

@OnRecordCreate
void created(Context ctx, RecordCreated event) {
  keep(ctx, "create", event.change(), event.actor(), event.collection(), null, event.record());
}

@OnRecordUpdate
void updated(Context ctx, RecordUpdated event) {
  keep(
      ctx,
      "update",
      event.change(),
      event.actor(),
      event.collection(),
      event.before(),
      event.after());
}

@OnRecordDelete
void deleted(Context ctx, RecordDeleted event) {
  keep(ctx, "delete", event.change(), event.actor(), event.collection(), event.record(), null);
}

/** What one change was: its fields are those of the collection. */
record Entry(
    String action,
    long change,
    String actor,
    String collection,
    String record,
    Map<String, Object> before,
    Map<String, Object> after) {}

void keep(
    Context ctx,
    String action,
    long change,
    Optional<User> actor,
    String collection,
    Record before,
    Record after) {
  if (collection.equals(TRAIL)) {
    return; // what is told of the trail itself would make it grow for ever
  }
  var trail = ctx.records(TRAIL);
  // A hook may run again for a change that it knows: the number tells.
  if (trail.findFirst(Filter.eq("change", change)).isEmpty()) {
    var record = after == null ? before : after;
    trail.create(
        new Entry(
            action,
            change,
            actor.map(User::email).orElse(null),
            collection,
            record.id(),
            before == null ? null : before.data(),
            after == null ? null : after.data()));
  }
}

@Route(path = "/{collection}/{id}", auth = Auth.ADMIN, description = "What was done to a record")
List<Map<String, Object>> history(Context ctx, Request request) {
  var query =
      Query.where(
          Filter.and(
              Filter.eq("collection", request.path("collection")),
              Filter.eq("record", request.path("id"))));
  return ctx.records(TRAIL).list(query.sort("-change")).records().stream().map(Record::data).toList();
}

@Register(name = "shorten_audit_trail", description = "Deletes old entries", auth = Auth.ADMIN)
@Scheduled(cron = "30 3 * * *")
long shorten(Context ctx) {
  var days = ((Number) ctx.setting("keep_days")).longValue();
  var trail = ctx.records(TRAIL);
  var old = Query.where(Filter.lt("created_at", ctx.now().minus(Duration.ofDays(days))));
  return trail.stream(old).peek(entry -> trail.delete(entry.id())).count();
}

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;
import java.time.Duration;
import java.util.Map;

static final String TRASH = "trash";

/** A record of the trash, which belongs to whoever the deleted one belonged to. */
record Deleted(String collection, String record, String deleted_by, Map<String, Object> data) {}

/**
 * Puts a record into the trash. What a hook writes is part of the change that it runs before: the
 * record is moved, or nothing happens.
 */
@BeforeRecordDelete
void keep(Context ctx, RecordRemoval removal) {
  if (removal.collection().equals(TRASH)) {
    return;
  }
  var record = removal.record();
  var by = removal.user().map(User::email).orElse(null);
  ctx.records(TRASH)
      .ownedBy(record.ownerId().orElse(null))
      .create(new Deleted(removal.collection(), record.id(), by, record.data()));
}

/** Brings a record back, with its id and its owner. Everybody restores his own, admins all. */
@Route(method = "POST", path = "/trash/{id}/restore", description = "Brings a record back")
Map<String, Object> restore(Context ctx, Request request) {
  return ctx.transaction(() -> {
    var deleted =
        ctx.records(TRASH)
            .find(request.path("id"))
            .orElseThrow(() -> new Refusal(404, "not_in_trash", "It is not in your trash."));
    var restored =
        ctx.records(deleted.text("collection"))
            .asAdmin()
            .ownedBy(deleted.ownerId().orElse(null))
            .create(deleted.text("record"), deleted.object("data"));
    ctx.records(TRASH).asAdmin().delete(deleted.id());
    return Map.of("collection", deleted.text("collection"), "id", restored.id());
  });
}

@Register(name = "empty_trash", description = "Forgets what is old", auth = Auth.ADMIN)
@Scheduled(cron = "45 3 * * *")
long emptyTrash(Context ctx) {
  var days = ((Number) ctx.setting("keep_days")).longValue();
  var trash = ctx.records(TRASH);
  var old = Query.where(Filter.lt("created_at", ctx.now().minus(Duration.ofDays(days))));
  return trash.stream(old).peek(deleted -> trash.delete(deleted.id())).count();
}

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.Record;
import dev.tinybase.sdk.hooks.*;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

static final String ENTRIES = "guestbook_entries";
static final int MOST_LINKS = 1;

record Written(@NotBlank @Size(max = 60) String name, @NotBlank @Size(max = 1000) String message) {}

record Entry(String id, String name, String message, Instant at) {}

record Book(String title, List<Entry> entries, String next) {}

/** The collection is the host's alone: visitors see what this shows them. */
@Route(path = "/entries", auth = Auth.PUBLIC, description = "What visitors wrote, newest first")
Book read(Context ctx, Request request) {
  var approved = Query.where(Filter.eq("approved", true)).limit(20);
  var page =
      ctx.records(ENTRIES).asAdmin().list(approved.after(request.parameter("after").orElse(null)));
  return new Book(
      (String) ctx.setting("title"), page.records().stream().map(this::entry).toList(), page.next());
}

Entry entry(Record record) {
  return new Entry(
      record.id(), record.text("name"), record.text("message"), record.createdAt());
}

@Route(method = "POST", path = "/entries", auth = Auth.PUBLIC, description = "Writes an entry")
Map<String, Object> write(Context ctx, Request request) {
  var written = request.as(Written.class);
  boolean approved = Boolean.FALSE.equals(ctx.setting("moderated"));
  var saved =
      ctx.records(ENTRIES)
          .asAdmin()
          .create(
              Map.of("name", written.name(), "message", written.message(), "approved", approved));
  return Map.of("id", saved.id(), "approved", approved);
}

@Route(
    method = "POST",
    path = "/entries/{id}/approve",
    auth = Auth.ADMIN,
    description = "Shows an entry to everybody")
Entry approve(Context ctx, Request request) {
  return entry(ctx.records(ENTRIES).update(request.path("id"), Map.of("approved", true)));
}

/** Runs for entries of every way: the route, the API, an import. */
@BeforeRecordCreate(collection = ENTRIES)
void tidy(RecordDraft draft) {
  if (draft.get("message") instanceof String message) {
    if (message.split("https?://", -1).length - 1 > MOST_LINKS) {
      throw new Refusal(422, "too_many_links", "An entry has at most one link.");
    }
    draft.set("message", message.strip());
  }
}

@OnRecordCreate(collection = ENTRIES, where = "{\"approved\": false}")
void tellHost(Context ctx, RecordCreated event) {
  ctx.log().info("{} wrote into the guestbook; approve it?", event.record().text("name"));
}

@Register(name = "tidy_guestbook", description = "Deletes what was not approved", auth = Auth.ADMIN)
@Scheduled(cron = "0 4 * * *")
long deleteOld(Context ctx) {
  var days = ((Number) ctx.setting("keep_days")).longValue();
  var entries = ctx.records(ENTRIES);
  var old =
      Filter.and(
          Filter.eq("approved", false),
          Filter.lt("created_at", ctx.now().minus(Duration.ofDays(days))));
  return entries.stream(Query.where(old)).peek(entry -> entries.delete(entry.id())).count();
}

import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;
import java.util.Map;

/** A hook: what is written loses the white space around it, and must have something left. */
@BeforeRecordCreate(collection = "guest_book")
@BeforeRecordUpdate(collection = "guest_book")
void tidy(RecordDraft entry) {
  if (!(entry.get("text") instanceof String text) || text.isBlank()) {
    throw new Refusal(422, "no_text", "An entry needs a text.");
  }
  entry.set("text", text.strip());
}

/** A function: POST /api/functions/guest_book_count. */
@Register(name = "guest_book_count", description = "Counts the entries", auth = Auth.AUTH)
long count(Context ctx) {
  return ctx.records("guest_book").count(Filter.ALL);
}

/** A route: GET /api/x/guest-book/greeting/{name}. */
@Route(path = "/greeting/{name}", auth = Auth.PUBLIC, description = "Greets somebody")
Map<String, String> greet(Context ctx, Request request) {
  return Map.of("greeting", ctx.setting("greeting") + ", " + request.path("name") + "!");
}

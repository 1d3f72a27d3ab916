import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;
import java.text.Normalizer;
import java.util.Locale;

/** News that have no address of their own get one from their title. */
@BeforeRecordCreate(collection = "news")
void address(RecordDraft draft) {
  if (draft.get("slug") == null && draft.get("title") instanceof String title) {
    var plain = Normalizer.normalize(title, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
    draft.set(
        "slug",
        plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", ""));
  }
}

/** The time of publication is the server's, not the author's. */
@BeforeRecordCreate(collection = "news")
@BeforeRecordUpdate(collection = "news")
void publication(Context ctx, RecordDraft draft) {
  if (Boolean.TRUE.equals(draft.get("published")) && draft.get("published_at") == null) {
    draft.set("published_at", ctx.now());
  }
}

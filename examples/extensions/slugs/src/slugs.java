import dev.tinybase.sdk.*;
import dev.tinybase.sdk.hooks.*;
import java.text.Normalizer;
import java.util.Locale;
import java.util.stream.Collectors;

static final int LONGEST = 80;

/**
 * Makes the slug of an article's title, or tidies the one that its author has chosen. It then stays,
 * whatever becomes of the title, so that links to the article go on working.
 */
@BeforeRecordCreate(collection = "articles")
@BeforeRecordUpdate(collection = "articles")
void setSlug(Context ctx, RecordDraft draft) {
  var old = draft.before().map(article -> article.text("slug"));
  var chosen = draft.get("slug");
  if (old.isPresent() && old.get().equals(chosen)) {
    return;
  }
  if ((chosen == null ? draft.get("title") : chosen) instanceof String text) {
    draft.set("slug", unused(ctx.records("articles"), slug(text)));
  }
}

/** "Crème brûlée, zum Üben!" becomes "creme-brulee-zum-uben". */
String slug(String text) {
  var letters = Normalizer.normalize(text, Normalizer.Form.NFD).replaceAll("\\p{M}+", "");
  var slug =
      letters
          .toLowerCase(Locale.ROOT)
          .replaceAll("[^a-z0-9]+", "-")
          .replaceAll("^-", "");
  slug = slug.substring(0, Math.min(slug.length(), LONGEST)).replaceAll("-$", "");
  return slug.isEmpty() ? "article" : slug;
}

/** The first that no article has. Should two take it at the same moment, the later one is refused. */
String unused(Records articles, String slug) {
  var taken =
      articles.stream(Query.where(Filter.startsWith("slug", slug)))
          .map(article -> article.text("slug"))
          .collect(Collectors.toSet());
  var candidate = slug;
  for (int number = 2; taken.contains(candidate); number++) {
    candidate = slug + "-" + number;
  }
  return candidate;
}

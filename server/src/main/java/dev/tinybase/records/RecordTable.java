package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.errors.Problem;
import dev.tinybase.filters.FilterSql;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What one version of a collection needs at work, made once for it: SQL, JSON, checks, rules. */
final class RecordTable {
  private final Collection collection;
  private final RecordSql sql;
  private final Totals totals;
  private final RecordView adminView;
  private final RecordView publicView;
  private final String byId;
  private final String byIdLocked;
  private final Map<String, String> byUnique = new ConcurrentHashMap<>();
  private final String lock;
  private final RecordValidator validator;
  private final FilterSql filterSql;
  private final @Nullable SqlFragment listRule;
  private final @Nullable SqlFragment readRule;

  /** One that remembers no totals for others. */
  RecordTable(Collection collection, Dialect dialect) {
    this(collection, dialect, new Totals());
  }

  RecordTable(Collection collection, Dialect dialect, Totals totals) {
    this.collection = collection;
    this.totals = totals;
    sql = new RecordSql(collection, dialect);
    adminView = new RecordView(collection, dialect, collection.visibility(true));
    publicView = new RecordView(collection, dialect, collection.visibility(false));
    byId = sql.byId(adminView.json().columns());
    byIdLocked = byId + dialect.forUpdate();
    lock = dialect.forUpdate();
    validator = collection.validator();
    filterSql = new FilterSql(dialect, RecordSql.ALIAS);
    listRule = compiled(collection.options().access().list());
    readRule = compiled(collection.options().access().read());
  }

  Collection collection() {
    return collection;
  }

  RecordSql sql() {
    return sql;
  }

  /** The totals of its lists, and of those of all other tables. */
  Totals totals() {
    return totals;
  }

  RecordValidator validator() {
    return validator;
  }

  /** Compiles filters over this table. */
  FilterSql filterSql() {
    return filterSql;
  }

  /** The filter of the list rule; null when the rule is a word. */
  @Nullable SqlFragment listRule() {
    return listRule;
  }

  /** The filter of the read rule; null when the rule is a word. */
  @Nullable SqlFragment readRule() {
    return readRule;
  }

  /** The SQL that reads a whole record by its id or a unique field. */
  String select(String on) {
    return on.equals("id") ? byId : byUnique.computeIfAbsent(on, this::byUnique);
  }

  /** The same, holding the record until the transaction ends. */
  String selectLocked(String on) {
    return on.equals("id") ? byIdLocked : select(on) + lock;
  }

  private String byUnique(String on) {
    var field = Objects.requireNonNull(schema().field(on));
    return sql.byUnique(adminView.json().columns(), field);
  }

  Schema schema() {
    return collection.schema();
  }

  /** The 404 of a record. */
  Problem notFound(Object id) {
    return Problem.notFound(
        "record_not_found",
        "Record '" + id + "' not found in collection '" + collection.name() + "'.");
  }

  /** The records as this caller sees them. */
  RecordView view(AccessCheck access) {
    return access.isAdmin() ? adminView : publicView;
  }

  private @Nullable SqlFragment compiled(AccessRule rule) {
    return rule instanceof AccessRule.When(var filter) ? filterSql.compile(filter) : null;
  }
}

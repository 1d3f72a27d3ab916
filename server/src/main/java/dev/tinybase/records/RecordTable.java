package dev.tinybase.records;

import dev.tinybase.collections.AccessRule;
import dev.tinybase.collections.Collection;
import dev.tinybase.db.Dialect;
import dev.tinybase.filters.FilterSql;
import dev.tinybase.filters.SqlFragment;
import dev.tinybase.schema.RecordValidator;
import dev.tinybase.schema.Schema;
import org.jspecify.annotations.Nullable;

/** What one version of a collection needs at work, made once for it: SQL, JSON, checks, rules. */
final class RecordTable {
  private final Collection collection;
  private final RecordSql sql;
  private final Totals totals;
  private final RecordView adminView;
  private final RecordView publicView;
  private final String lockedById;
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
    lockedById = sql.byIdForUpdate(adminView.json().columns());
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

  /** The SQL that reads a whole record and holds it until the transaction ends. */
  String lockedById() {
    return lockedById;
  }

  Schema schema() {
    return collection.schema();
  }

  /** The records as this caller sees them. */
  RecordView view(AccessCheck access) {
    return access.isAdmin() ? adminView : publicView;
  }

  private @Nullable SqlFragment compiled(AccessRule rule) {
    return rule instanceof AccessRule.When(var filter) ? filterSql.compile(filter) : null;
  }
}

package dev.tinybase.collections;

import dev.tinybase.db.Dialect;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.Schema;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Carries out the steps of a plan, within the caller's transaction. A conversion or a tightened
 * constraint reads every record of the collection, and on SQLite other writes wait meanwhile: about
 * a second for some hundred thousand records.
 */
final class SchemaMigration {
  private final Sql sql;
  private final Dialect dialect;
  private final Collection before;
  private final Collection after;
  private final List<SchemaStep> steps;
  private final Set<String> drop;
  private final Ddl ddl;
  private final ExistingValues rows;
  private final Map<String, String> renames = new HashMap<>();

  SchemaMigration(Sql sql, Dialect dialect, Collection before, SchemaPlan plan) {
    this.sql = sql;
    this.dialect = dialect;
    this.before = before;
    this.after = plan.after();
    this.steps = plan.steps();
    this.drop = plan.drop();
    this.ddl = new Ddl(dialect, before.number());
    this.rows = new ExistingValues(sql, dialect, ddl.table());
    each(SchemaStep.RenameField.class).forEach(step -> renames.put(step.from(), step.to()));
  }

  /** Does it all, and tells the steps about indexes that came with it. */
  List<SchemaStep> run() {
    sql.liftTimeLimit();
    ddl.lock().ifPresent(sql::execute);
    each(SchemaStep.DropField.class).forEach(step -> refuseLoss(step.field()));
    var indexSteps = indexSteps();
    var stale = stale();
    if (changesView()) {
      sql.execute(ddl.dropView(before.name()));
    }
    stale.forEach(index -> sql.execute(ddl.dropIndex(index)));
    drop(stale);
    rename(each(SchemaStep.RenameField.class));
    new ColumnConversion(sql, dialect, ddl, each(SchemaStep.ConvertField.class)).run();
    add(each(SchemaStep.AddField.class).stream().map(SchemaStep.AddField::field).toList());
    each(SchemaStep.ChangeField.class).forEach(this::change);
    addIndexes(stale);
    if (changesView()) {
      sql.execute(ddl.createView(after.name(), after.schema()));
    }
    return indexSteps;
  }

  /** Whether the view stands in the way of the steps, or shows other columns after them. */
  private boolean changesView() {
    return !names(before).equals(names(after)) || !each(SchemaStep.ConvertField.class).isEmpty();
  }

  private static List<String> names(Collection collection) {
    return collection.schema().fields().stream().map(Field::name).toList();
  }

  private void refuseLoss(Field field) {
    if (!drop.contains(field.name()) && rows.holdsData(field)) {
      throw Problem.badRequest(
          "drop_required",
          "The field '"
              + field.name()
              + "' of '"
              + before.name()
              + "' holds data: list it in 'drop' to lose it, or keep it (renamed_from renames).");
    }
  }

  /** In two phases where names could meet, as when two fields swap theirs. */
  private void rename(List<SchemaStep.RenameField> all) {
    if (all.size() == 1 && !all.getFirst().from().equalsIgnoreCase(all.getFirst().to())) {
      sql.execute(ddl.renameColumn(all.getFirst().from(), all.getFirst().to()));
      return;
    }
    for (int i = 0; i < all.size(); i++) {
      sql.execute(ddl.renameColumn(all.get(i).from(), "_renamed_" + i));
    }
    for (int i = 0; i < all.size(); i++) {
      sql.execute(ddl.renameColumn("_renamed_" + i, all.get(i).to()));
    }
  }

  private void drop(List<TableIndex> stale) {
    var dropped = dropped();
    int added = each(SchemaStep.ConvertField.class).size() + each(SchemaStep.AddField.class).size();
    if (!ddl.needsRebuild(sql, added, dropped.size())) {
      ddl.dropColumns(dropped).forEach(sql::execute);
      return;
    }
    var kept = before.schema().fields().stream().filter(field -> !dropped.contains(field.name()));
    var schema = new Schema(kept.toList());
    ddl.rebuild(schema).forEach(sql::execute);
    indexes(before).stream()
        .filter(index -> !stale.contains(index))
        .forEach(index -> sql.execute(ddl.createIndex(index, schema)));
  }

  private List<String> dropped() {
    return each(SchemaStep.DropField.class).stream().map(step -> step.field().name()).toList();
  }

  private void add(List<Field> fields) {
    fields.forEach(this::refuseMissing);
    ddl.addConstants(fields.stream().filter(ColumnDefault::isConstant).toList())
        .forEach(sql::execute);
    var others = fields.stream().filter(field -> !ColumnDefault.isConstant(field)).toList();
    ddl.addColumns(
            others.stream().map(Field::name).toList(),
            others.stream().map(field -> field.type().column()).toList())
        .forEach(sql::execute);
    others.stream()
        .filter(field -> !field.acceptsNull() || field.fallback() != null)
        .forEach(rows::fill);
    ddl.setNotNull(others.stream().filter(field -> !field.acceptsNull()).map(Field::name).toList())
        .forEach(sql::execute);
  }

  private void refuseMissing(Field field) {
    if (field.required() && !field.nullable() && field.fallback() == null && rows.any()) {
      throw Problem.badRequest(
          "default_required",
          "The new field '"
              + field.name()
              + "' is required and '"
              + before.name()
              + "' has records: give it a default.");
    }
  }

  private void change(SchemaStep.ChangeField step) {
    var from = step.from();
    var to = step.to();
    if (ExistingValues.areStricter(from.type(), to.type())) {
      rows.check(to);
    }
    if (from.acceptsNull() && !to.acceptsNull()) {
      rows.fill(to);
      ddl.setNotNull(List.of(to.name())).forEach(sql::execute);
    } else if (!from.acceptsNull() && to.acceptsNull()) {
      sql.execute(ddl.dropNotNull(to.name()));
    }
  }

  /** The indexes to drop: nobody asks for them any more, or their columns are made anew. */
  private List<TableIndex> stale() {
    var wanted = indexes(after).stream().map(TableIndex::name).collect(Collectors.toSet());
    var touched = new ArrayList<String>(renames.keySet());
    touched.addAll(dropped());
    each(SchemaStep.ConvertField.class).forEach(step -> touched.add(step.from().name()));
    return indexes(before).stream()
        .filter(
            index -> !wanted.contains(index.name()) || touched.stream().anyMatch(index::mentions))
        .toList();
  }

  private void addIndexes(List<TableIndex> stale) {
    var there = indexes(before).stream().map(TableIndex::name).collect(Collectors.toSet());
    stale.forEach(index -> there.remove(index.name()));
    checkBytes();
    for (var index : indexes(after)) {
      if (index.unique() && !there.contains(index.name())) {
        rows.checkUnique(index, after.schema());
      }
      sql.execute(ddl.createIndex(index, after.schema())); // one of today's defaults may be missing
    }
  }

  /** Texts that came into an index, or into one with more texts beside them. */
  private void checkBytes() {
    var then = new HashMap<String, Integer>();
    TableIndex.mostBytes(before.schema(), before.options())
        .forEach((name, most) -> then.put(renames.getOrDefault(name, name), most));
    TableIndex.mostBytes(after.schema(), after.options())
        .forEach((name, most) -> {
          var field = after.schema().field(name);
          if (field != null && then.getOrDefault(name, Integer.MAX_VALUE) > most) {
            rows.checkBytes(field, most);
          }
        });
  }

  private List<SchemaStep> indexSteps() {
    var then = indexes(before).stream().map(i -> i.renamed(before.number(), renames)).toList();
    var now = indexes(after);
    var all = new ArrayList<SchemaStep>();
    then.stream()
        .filter(index -> !now.contains(index))
        .forEach(index -> all.add(new SchemaStep.DropIndex(index.fields(), index.unique())));
    now.stream()
        .filter(index -> !then.contains(index))
        .forEach(index -> all.add(new SchemaStep.AddIndex(index.fields(), index.unique())));
    return all;
  }

  private static List<TableIndex> indexes(Collection collection) {
    return TableIndex.of(collection.number(), collection.schema(), collection.options());
  }

  private <T extends SchemaStep> List<T> each(Class<T> kind) {
    return steps.stream().filter(kind::isInstance).map(kind::cast).toList();
  }
}

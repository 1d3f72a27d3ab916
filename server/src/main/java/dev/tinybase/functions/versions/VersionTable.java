package dev.tinybase.functions.versions;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements on {@code _function_versions} and their sources, for use inside one work. */
final class VersionTable {
  /** What a deployment needs to know of a version. */
  record Stored(UUID id, String name, String hash, @Nullable UUID replaced) {}

  /**
   * Who does something, and when.
   *
   * @param by the user; null for others
   * @param token the name of a program's application token; null for others
   */
  record Act(@Nullable UUID by, @Nullable String token, Instant at) {}

  private static final String STORED =
      "select id, function_name, content_hash, replaced_id from _function_versions";

  private final Dialect dialect;
  private final String listed;

  VersionTable(Dialect dialect) {
    this.dialect = dialect;
    this.listed =
        "select v.id as id, v.function_name as name, v.content_hash as hash, v.file_size as size,"
            + " v.notes as notes, d.email as deployer, v.deployed_by_token as deploying_token, "
            + dialect.select(ColumnType.TIMESTAMP, "v.deployed_at")
            + " as deployed, v.is_active as active, a.email as activator,"
            + " v.activated_by_token as activating_token, "
            + dialect.select(ColumnType.TIMESTAMP, "v.activated_at")
            + " as activated, (select count(*) from _function_calls c where c.version_id = v.id)"
            + " as executions from _function_versions v"
            + " left join _users d on d.id = v.deployed_by"
            + " left join _users a on a.id = v.activated_by";
  }

  /** Lets only one at a time change what is deployed, until the transaction ends. */
  void lock(Sql sql) {
    sql.update(
        "insert into _meta (key, value) values ('deployment', '') on conflict (key) do nothing");
    sql.first(
        "select value from _meta where key = 'deployment'" + dialect.forUpdate(),
        row -> row.text(1));
  }

  /** The active versions by name, those that all functions use among them. */
  List<Stored> active(Sql sql) {
    return sql.list(STORED + " where is_active order by function_name", VersionTable::stored);
  }

  Optional<Stored> active(Sql sql, String name) {
    return sql.first(STORED + " where is_active and function_name = ?", VersionTable::stored, name);
  }

  Optional<Stored> find(Sql sql, String name, UUID id) {
    return sql.first(
        STORED + " where function_name = ? and id = ?", VersionTable::stored, name, id);
  }

  Optional<Stored> find(Sql sql, String name, String hash) {
    return sql.first(
        STORED + " where function_name = ? and content_hash = ?", VersionTable::stored, name, hash);
  }

  /** The newest first. */
  List<FunctionVersion> list(Sql sql, String name, long limit) {
    return sql.list(
        listed + " where v.function_name = ? order by v.deployed_at desc, v.id desc limit ?",
        VersionTable::version,
        name,
        limit);
  }

  Optional<String> text(Sql sql, String hash) {
    return sql.first("select text from _function_sources where hash = ?", row -> row.text(1), hash);
  }

  Stored insert(Sql sql, String hash, FunctionUpload upload, Act act) {
    var id = UuidCreator.getTimeOrderedEpoch();
    sql.update(
        "insert into _function_sources (hash, text) values (?, ?) on conflict (hash) do nothing",
        hash,
        upload.content());
    sql.update(
        "insert into _function_versions (id, function_name, content_hash, file_size, notes,"
            + " deployed_by, deployed_by_token, deployed_at, activated_by, activated_by_token,"
            + " activated_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        upload.name(),
        hash,
        (long) upload.content().getBytes(StandardCharsets.UTF_8).length,
        upload.notes(),
        act.by(),
        act.token(),
        act.at(),
        act.by(),
        act.token(),
        act.at());
    return new Stored(id, upload.name(), hash, null);
  }

  /** Makes it the active version in place of the one that is. */
  void activate(Sql sql, Stored version, @Nullable UUID replaced, Act act) {
    deactivate(sql, version.name());
    sql.update(
        "update _function_versions set is_active = ?, activated_by = ?, activated_by_token = ?,"
            + " activated_at = ?, replaced_id = ? where id = ?",
        true,
        act.by(),
        act.token(),
        act.at(),
        replaced,
        version.id());
  }

  void deactivate(Sql sql, String name) {
    sql.update(
        "update _function_versions set is_active = ? where function_name = ? and is_active",
        false,
        name);
  }

  private static Stored stored(Row row) {
    return new Stored(
        row.uuid("id"),
        row.text("function_name"),
        row.text("content_hash"),
        row.uuidOrNull("replaced_id"));
  }

  private static FunctionVersion version(Row row) {
    return new FunctionVersion(
        row.uuid("id"),
        row.text("name"),
        row.text("hash"),
        row.integer("size"),
        row.textOrNull("notes"),
        row.textOrNull("deployer"),
        row.textOrNull("deploying_token"),
        row.instant("deployed"),
        row.bool("active"),
        row.textOrNull("activator"),
        row.textOrNull("activating_token"),
        row.instant("activated"),
        row.integer("executions"));
  }
}

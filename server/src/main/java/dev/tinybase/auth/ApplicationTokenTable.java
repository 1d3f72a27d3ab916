package dev.tinybase.auth;

import static java.util.stream.Collectors.joining;

import dev.tinybase.auth.Authenticator.PrincipalCache;
import dev.tinybase.db.ColumnType;
import dev.tinybase.db.Dialect;
import dev.tinybase.db.Row;
import dev.tinybase.db.Sql;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The statements on {@code _application_tokens}. After a change this node forgets the token, and
 * all others hear of it.
 */
final class ApplicationTokenTable {
  private final PrincipalCache cache;
  private final String columns;

  ApplicationTokenTable(Dialect dialect, PrincipalCache cache) {
    this.cache = cache;
    this.columns =
        "select id, name, description, scopes, is_active, "
            + dialect.select(ColumnType.UUID, "created_by")
            + " as maker, "
            + dialect.select(ColumnType.TIMESTAMP, "created_at")
            + " as made, "
            + dialect.select(ColumnType.TIMESTAMP, "last_used_at")
            + " as used, "
            + dialect.select(ColumnType.TIMESTAMP, "expires_at")
            + " as expires from _application_tokens";
  }

  List<ApplicationToken> list(Sql sql) {
    return sql.list(columns + " order by id desc", ApplicationTokenTable::token);
  }

  long count(Sql sql) {
    return sql.number("select count(*) from _application_tokens");
  }

  Optional<ApplicationToken> find(Sql sql, UUID id) {
    return sql.first(columns + " where id = ?", ApplicationTokenTable::token, id);
  }

  Optional<ApplicationToken> find(Sql sql, String hash) {
    return sql.first(columns + " where token_hash = ?", ApplicationTokenTable::token, hash);
  }

  void insert(Sql sql, ApplicationToken token, String hash) {
    sql.update(
        "insert into _application_tokens (id, name, description, token_hash, scopes, is_active,"
            + " created_at, created_by, expires_at) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        token.id(),
        token.name(),
        token.description(),
        hash,
        token.scopes().stream().map(Scope::word).sorted().collect(joining(" ")),
        token.isActive(),
        token.createdAt(),
        token.createdBy(),
        token.expiresAt());
  }

  boolean update(Sql sql, UUID id, ApplicationToken.Change change) {
    var description = change.description();
    return change(
        sql,
        id,
        "update _application_tokens set name = coalesce(?, name), description ="
            + " case when ? then ? else description end, is_active = coalesce(?, is_active)"
            + " where id = ?",
        change.name(),
        description != null,
        description == null || description.isEmpty() ? null : description,
        change.isActive(),
        id);
  }

  boolean delete(Sql sql, UUID id) {
    return change(sql, id, "delete from _application_tokens where id = ?", id);
  }

  /** Writes the last use down, unless somebody has since a moment. */
  boolean used(Sql sql, UUID id, Instant now, Instant since) {
    return sql.update(
            "update _application_tokens set last_used_at = ?"
                + " where id = ? and (last_used_at is null or last_used_at < ?)",
            now,
            id,
            since)
        > 0;
  }

  private boolean change(Sql sql, UUID id, String statement, @Nullable Object... parameters) {
    cache.forgetApplication(sql, id);
    return sql.update(statement, parameters) > 0;
  }

  private static ApplicationToken token(Row row) {
    return new ApplicationToken(
        row.uuid("id"),
        row.text("name"),
        row.textOrNull("description"),
        scopes(row.text("scopes")),
        row.bool("is_active"),
        row.instant("made"),
        row.uuidOrNull("maker"),
        row.instantOrNull("used"),
        row.instantOrNull("expires"));
  }

  private static Set<Scope> scopes(String words) {
    return Arrays.stream(words.split(" "))
        .flatMap(word -> Scope.of(word).stream())
        .collect(Collectors.toUnmodifiableSet());
  }
}

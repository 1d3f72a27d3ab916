package dev.tinybase.extensions;

import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionBatch;
import dev.tinybase.collections.CollectionChange;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.db.Sql;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The collections that extensions declare, and which of them they have made. An extension changes
 * its own alone, and only where its declaration has changed, so that what an admin has changed
 * meanwhile stays.
 */
final class ExtensionCollections {
  /** Who has made a collection, and how it was declared last. */
  private record Owner(String extension, String declaration) {}

  private final String extension;
  private final CollectionBatch batch;
  private final Sql sql;

  ExtensionCollections(String extension, CollectionBatch batch) {
    this.extension = extension;
    this.batch = batch;
    this.sql = batch.sql();
  }

  /**
   * Makes what is missing and changes what is declared differently now.
   *
   * @throws Problem 409 {@code collection_taken} for one of the same name with another schema that
   *     is not its own; 400 where data would be lost
   */
  List<CollectionChange> apply(List<NewCollection> declared) {
    return declared.stream().map(this::apply).toList();
  }

  private CollectionChange apply(NewCollection wish) {
    var declaration = declaration(wish);
    var found = batch.find(wish.name());
    if (found.isEmpty()) {
      var made = named(wish, () -> batch.create(wish));
      own(made, declaration);
      return new CollectionChange(made, true, List.of());
    }
    var there = found.get();
    var owner = owner(there);
    if (owner.isEmpty() || !owner.get().extension().equals(extension)) {
      requireSameSchema(there, wish, owner);
      return new CollectionChange(there, false, List.of());
    }
    if (owner.get().declaration().equals(declaration)) {
      return new CollectionChange(there, false, List.of());
    }
    var update =
        new CollectionUpdate(wish.label(), wish.schema(), wish.options(), Set.of(), null, false);
    var change = named(wish, () -> batch.change(wish.name(), update));
    own(there, declaration);
    return change;
  }

  private void requireSameSchema(Collection there, NewCollection wish, Optional<Owner> owner) {
    if (!named(wish, () -> there.hasSchema(wish.schema()))) {
      var whose =
          owner.map(it -> "the extension '" + it.extension() + "' has made").orElse("exists");
      throw Problem.conflict(
          "collection_taken",
          ("The extension '%s' declares the collection '%s' with another schema than the one of this"
                  + " name that %s; rename or delete one of them.")
              .formatted(extension, wish.name(), whose));
    }
  }

  /** The names of those that it has made. */
  List<String> own() {
    return sql.list(
        "select c.name from _extension_collections e join _collections c on c.number ="
            + " e.collection where e.extension = ? order by c.name",
        row -> row.text(1),
        extension);
  }

  /**
   * Deletes those that it has made, with their records.
   *
   * @param others the other extensions that are installed
   * @throws Problem 409 {@code collection_needed} for one that another extension declares as well
   */
  List<String> drop(List<InstalledExtension> others) {
    var names = own();
    for (var other : others) {
      for (var name : other.provides().collections()) {
        if (names.contains(name)) {
          throw Problem.conflict(
              "collection_needed",
              "The extension '%s' needs the collection '%s' as well; uninstall it first, or leave the collections"
                      .formatted(other.name(), name)
                  + " of '"
                  + extension
                  + "'.");
        }
      }
    }
    names.forEach(name -> batch.delete(name, true));
    return names;
  }

  private Optional<Owner> owner(Collection collection) {
    return sql.first(
        "select extension, declaration from _extension_collections where collection = ?",
        row -> new Owner(row.text(1), row.text(2)),
        collection.number());
  }

  private void own(Collection collection, String declaration) {
    sql.update(
        "insert into _extension_collections (collection, extension, declaration) values (?, ?, ?)"
            + " on conflict (collection) do update set declaration = excluded.declaration",
        collection.number(),
        extension,
        declaration);
  }

  private static String declaration(NewCollection wish) {
    var json = Json.object().put("label", wish.label());
    json.set("schema", wish.schema());
    json.set("options", wish.options());
    return Json.text(json);
  }

  /** What is refused names its collection. */
  private static <T> T named(NewCollection wish, Supplier<T> action) {
    try {
      return action.get();
    } catch (Problem e) {
      if (e.kind() != Problem.Kind.BAD_REQUEST && e.kind() != Problem.Kind.INVALID) {
        throw e;
      }
      throw Problem.badRequest(
          e.code(), "The collection '" + wish.name() + "': " + Json.reason(e), e.errors());
    }
  }
}

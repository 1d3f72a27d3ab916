package dev.tinybase.cli;

import dev.tinybase.compile.Diagnostic;
import dev.tinybase.compile.RecordUse;
import dev.tinybase.errors.DidYouMean;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what code names of collections with what there is: collections and fields that do not
 * exist, and fields that are read as another type.
 */
final class RecordUseCheck {
  private static final Set<String> NUMERIC = Set.of("integer", "number", "decimal", "string");

  /** Schemas by the collection's name; several where it is known from several sides. */
  private final Map<String, List<Schema>> collections;

  private final Map<String, Set<String>> shown = new HashMap<>();

  RecordUseCheck(Map<String, List<Schema>> collections) {
    this.collections = collections;
  }

  /** A warning for each use that cannot be right. */
  List<Diagnostic> warnings(List<RecordUse> uses) {
    uses.stream()
        .filter(use -> use.kind() == RecordUse.Kind.SHOWN)
        .forEach(use ->
            use.collections()
                .forEach(collection ->
                    shown.computeIfAbsent(collection, _ -> new HashSet<>()).add(use.name())));
    return uses.stream()
        .flatMap(use -> complaint(use).map(text -> at(use.place(), text)).stream())
        .toList();
  }

  private static Diagnostic at(Diagnostic place, String message) {
    return new Diagnostic(place.file(), place.line(), place.column(), message);
  }

  private Optional<String> complaint(RecordUse use) {
    return switch (use.kind()) {
      case COLLECTION -> collection(use.name());
      case CONDITION, DATA ->
          Schema.SYSTEM_NAMES.contains(use.name()) ? Optional.empty() : field(use);
      case GETTER -> field(use).or(() -> type(use));
      case SHOWN -> Optional.empty();
    };
  }

  private Optional<String> collection(String name) {
    return collections.containsKey(name)
        ? Optional.empty()
        : Optional.of(
            "there is no collection '" + name + "'" + DidYouMean.hint(name, collections.keySet()));
  }

  /** A field that none of the collections has. */
  private Optional<String> field(RecordUse use) {
    if (!isKnown(use.collections()) || isShown(use) || !fields(use).isEmpty()) {
      return Optional.empty();
    }
    var names =
        use.collections().stream()
            .flatMap(name -> schemas(name).stream())
            .flatMap(schema -> schema.names().stream())
            .toList();
    return Optional.of(
        "'%s' has no field '%s'%s"
            .formatted(String.join("', '", use.collections()), use.name(), hint(use, names)));
  }

  private static String hint(RecordUse use, Collection<String> names) {
    return use.kind() == RecordUse.Kind.GETTER && Schema.SYSTEM_NAMES.contains(use.name())
        ? "; a record has a method for it"
        : DidYouMean.hint(use.name(), names);
  }

  private boolean isKnown(List<String> names) {
    return collections.keySet().containsAll(names);
  }

  private List<Schema> schemas(String collection) {
    return collections.getOrDefault(collection, List.of());
  }

  private List<Field> fields(RecordUse use) {
    return use.collections().stream()
        .flatMap(name -> schemas(name).stream())
        .<@Nullable Field>map(schema -> schema.field(use.name()))
        .filter(Objects::nonNull)
        .map(Objects::requireNonNull)
        .toList();
  }

  private boolean isShown(RecordUse use) {
    return isShown("*", use.name())
        || use.collections().stream().anyMatch(name -> isShown(name, use.name()));
  }

  private boolean isShown(String collection, String field) {
    var fields = shown.getOrDefault(collection, Set.of());
    return fields.contains(field) || fields.contains("*");
  }

  /** A getter that no value of the field satisfies. */
  private Optional<String> type(RecordUse use) {
    var fields = fields(use);
    if (fields.isEmpty() || isShown(use)) {
      return Optional.empty();
    }
    boolean fits = fields.stream().anyMatch(field -> fits(use.method(), field.type()));
    return fits
        ? Optional.empty()
        : Optional.of(
            "'%s' of '%s' has the type %s, which %s() refuses"
                .formatted(
                    use.name(),
                    String.join("', '", use.collections()),
                    fields.getFirst().type().word(),
                    use.method()));
  }

  /** Whether the getter may take some value of the type. */
  private static boolean fits(String getter, FieldType type) {
    var word = type.word().replaceFirst("\\[.*", "");
    return word.equals("json")
        || switch (getter) {
          case "text" -> Set.of("string", "decimal", "date", "datetime").contains(word);
          case "number", "integer", "decimal" -> NUMERIC.contains(word);
          case "flag" -> word.equals("boolean");
          case "instant" -> Set.of("datetime", "string").contains(word);
          case "date" -> Set.of("date", "string").contains(word);
          case "list", "object" -> word.equals(getter);
          default -> true;
        };
  }
}

package dev.tinybase.cli.types;

import dev.tinybase.collections.NewCollection;
import dev.tinybase.functions.FolderCheck;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Returns;
import dev.tinybase.functions.invoke.FunctionFile.Signature.Takes;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.SchemaParser;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What clients of an app can use: its collections and functions, each sorted by name. */
public record ClientModel(List<CollectionModel> collections, List<FunctionModel> functions) {
  /** A collection with all of its fields, hidden ones too. */
  public record CollectionModel(String name, String label, Schema schema) {}

  /**
   * A function.
   *
   * @param input the JSON Schema of its input; null when it takes none
   * @param output the JSON Schema of its result; null when it has none
   */
  public record FunctionModel(
      String name,
      @Nullable String description,
      Takes takes,
      Returns returns,
      @Nullable JsonNode input,
      @Nullable JsonNode output) {}

  public ClientModel {
    collections = sorted(collections, CollectionModel::name);
    functions = sorted(functions, FunctionModel::name);
  }

  private static <T> List<T> sorted(List<T> all, Function<T, String> name) {
    return all.stream().sorted(Comparator.comparing(name)).toList();
  }

  /**
   * Of an instance.
   *
   * @param collections what {@code GET /api/collections} answers an admin with
   * @param functions what {@code GET /api/functions/admin/list?schemas=true} does
   */
  public static ClientModel of(JsonNode collections, JsonNode functions) {
    return new ClientModel(
        collections.valueStream().map(ClientModel::collection).toList(),
        functions.valueStream().map(ClientModel::function).toList());
  }

  /** Of the files of an app. */
  public static ClientModel of(
      List<NewCollection> collections, List<FolderCheck.Description> functions) {
    return new ClientModel(
        collections.stream()
            .map(it -> new CollectionModel(it.name(), it.label(), schema(it.schema())))
            .toList(),
        functions.stream().map(ClientModel::function).toList());
  }

  private static CollectionModel collection(JsonNode json) {
    var name = json.path("name").asString();
    return new CollectionModel(
        name, json.path("label").asString(name), schema(json.path("schema")));
  }

  private static Schema schema(JsonNode json) {
    return SchemaParser.parse(json).schema();
  }

  private static FunctionModel function(JsonNode json) {
    var description = json.path("description");
    return new FunctionModel(
        json.path("name").asString(),
        description.isString() ? description.stringValue() : null,
        Takes.valueOf(constant(json.path("takes"))),
        Returns.valueOf(constant(json.path("returns"))),
        schemaOf(json.get("input_schema")),
        schemaOf(json.get("output_schema")));
  }

  private static FunctionModel function(FolderCheck.Description it) {
    var signature = it.signature();
    return new FunctionModel(
        signature.name(),
        signature.description(),
        signature.takes(),
        signature.returns(),
        it.input(),
        it.output());
  }

  private static String constant(JsonNode word) {
    return word.asString("value").toUpperCase(Locale.ROOT);
  }

  private static @Nullable JsonNode schemaOf(@Nullable JsonNode json) {
    return json == null || json.isNull() ? null : json;
  }
}

package dev.tinybase.functions.invoke.binding;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.functions.host.InvalidInput;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.FunctionException;
import dev.tinybase.sdk.Record;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A record over the JSON that the HTTP API has for it. */
@SuppressWarnings("JavaLangClash") // it is the SDK's name for it
public final class JsonRecord implements Record {
  private static final List<String> SYSTEM = List.of("id", "owner_id", "created_at", "updated_at");

  private final ObjectNode wire;
  private final FunctionFileTypes types;

  /** A record of a file whose types {@link #as} reads. */
  public JsonRecord(ObjectNode wire, FunctionFileTypes types) {
    this.wire = wire;
    this.types = types;
  }

  /** The record as the HTTP API has it. */
  public ObjectNode wire() {
    return wire;
  }

  /** The fields alone. */
  public JsonNode fields() {
    return wire.path("data");
  }

  @Override
  public String id() {
    return wire.path("id").stringValue();
  }

  @Override
  public Optional<String> ownerId() {
    return Optional.ofNullable(wire.path("owner_id").stringValue(null));
  }

  @Override
  public Instant createdAt() {
    return time("created_at");
  }

  @Override
  public Instant updatedAt() {
    return time("updated_at");
  }

  @Override
  public Map<String, @Nullable Object> data() {
    return entries(fields());
  }

  @Override
  public <T> T as(Class<T> type) {
    var all = Json.object();
    SYSTEM.stream().filter(wire::has).forEach(name -> all.set(name, wire.get(name)));
    all.setAll((ObjectNode) fields());
    try {
      return types.read(type, all);
    } catch (InvalidInput e) {
      throw new FunctionException(
          "field_mismatch",
          "The record " + id() + " is no " + type.getSimpleName() + ": " + e.getMessage());
    }
  }

  @Override
  public Optional<Object> find(String field) {
    @Nullable JsonNode node = fields().get(field);
    return node == null ? Optional.empty() : Optional.ofNullable(PlainValues.value(node));
  }

  @Override
  public String text(String field) {
    return read(field, "a text", node -> node.isString() ? node.stringValue() : null);
  }

  @Override
  public double number(String field) {
    return read(field, "a number", JsonRecord::digits).doubleValue();
  }

  @Override
  public long integer(String field) {
    return read(field, "a whole number", node -> digits(node).longValueExact());
  }

  @Override
  public BigDecimal decimal(String field) {
    return read(field, "a number", JsonRecord::digits);
  }

  @Override
  public boolean flag(String field) {
    return read(field, "true or false", node -> node.isBoolean() ? node.booleanValue() : null);
  }

  @Override
  public Instant instant(String field) {
    return read(field, "a moment", node -> Instant.parse(node.asString()));
  }

  @Override
  public LocalDate date(String field) {
    return read(field, "a day", node -> LocalDate.parse(node.asString()));
  }

  @Override
  public List<@Nullable Object> list(String field) {
    return read(field, "a list", node -> node.isArray() ? elements(node) : null);
  }

  @Override
  public Map<String, @Nullable Object> object(String field) {
    return read(field, "an object", node -> node.isObject() ? entries(node) : null);
  }

  @Override
  public String toString() {
    return Json.text(wire);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof JsonRecord that && wire.equals(that.wire);
  }

  @Override
  public int hashCode() {
    return wire.hashCode();
  }

  private static Map<String, @Nullable Object> entries(JsonNode object) {
    return Collections.unmodifiableMap(PlainValues.map(object));
  }

  private static List<@Nullable Object> elements(JsonNode array) {
    var list = new ArrayList<@Nullable Object>(array.size());
    array.values().forEach(element -> list.add(PlainValues.value(element)));
    return Collections.unmodifiableList(list);
  }

  /** Decimals are texts in JSON, so that no digit is lost. */
  private static BigDecimal digits(JsonNode node) {
    return node.isNumber() ? node.decimalValue() : new BigDecimal(node.stringValue(""));
  }

  private <T> T read(String field, String expected, Function<JsonNode, @Nullable T> reader) {
    @Nullable JsonNode node = fields().get(field);
    if (node == null) {
      throw mismatch(
          "has no field '" + field + "'" + DidYouMean.hint(field, fields().propertyNames()));
    }
    if (node.isNull()) {
      throw mismatch("has nothing in its field '" + field + "'");
    }
    try {
      @Nullable T value = reader.apply(node);
      if (value != null) {
        return value;
      }
    } catch (DateTimeException | ArithmeticException | NumberFormatException _) {
      // told below, as every value of another kind
    }
    throw mismatch(
        "has "
            + PlainValues.describe(node)
            + " in its field '"
            + field
            + "', which is not "
            + expected);
  }

  private Instant time(String name) {
    var text = wire.path(name).stringValue("");
    if (text.isEmpty()) {
      throw mismatch("shows its id and nothing else, because the caller may not read it");
    }
    return Instant.parse(text);
  }

  private FunctionException mismatch(String problem) {
    return new FunctionException("field_mismatch", "The record " + id() + " " + problem);
  }
}

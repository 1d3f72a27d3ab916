package dev.tinybase.records;

import dev.tinybase.json.Json;
import dev.tinybase.json.JsonBytes;
import java.nio.charset.StandardCharsets;
import java.util.AbstractMap;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A record with every field, on its way to a caller through {@link ReadHooks}: its JSON as it was
 * written from the row, and beside it what hooks have decided. A field is parsed when a handler
 * asks for it, and what nobody changes goes out as the bytes that it is.
 */
public final class WholeRecord {
  private final RecordJson whole;
  private final long version;
  private final byte[] json;
  private final int[] places;

  /** What hooks have set, and null for what they hide. */
  private final Map<String, @Nullable JsonNode> decisions = new LinkedHashMap<>();

  private @Nullable ObjectNode system;

  /**
   * A record that no hook has seen.
   *
   * @param whole has written it
   * @param places where in the JSON each field of {@code whole} begins, its key first, and where
   *     the last one ends
   */
  WholeRecord(RecordJson whole, long version, byte[] json, int[] places) {
    this.whole = whole;
    this.version = version;
    this.json = json;
    this.places = places;
  }

  long version() {
    return version;
  }

  UUID id() {
    return UUID.fromString(system().get("id").stringValue());
  }

  /** Shows the reader a value in a field, whether the collection has it or not. */
  void set(String field, JsonNode value) {
    decisions.put(field, value);
  }

  /** Leaves a field out. */
  void hide(String field) {
    decisions.put(field, null);
  }

  /** The record as hooks have left it by now; decisions that follow do not change it. */
  ObjectNode seen() {
    return decisions.isEmpty()
        ? lazy(name -> name.equals("data") ? fields() : system().get(name), this::stored)
        : tree(whole);
  }

  /** The record as it is, whatever was decided. */
  private ObjectNode stored() {
    return (ObjectNode) Json.trusted(json);
  }

  /** The record as a caller gets it, with the fields that he may see and asks for. */
  public ObjectNode tree(RecordJson shown) {
    var out = new JsonBytes(json.length + 16);
    write(shown, out);
    return (ObjectNode) Json.trusted(out.toBytes());
  }

  /** Writes the record as a caller gets it, with the fields that he may see and asks for. */
  public void write(RecordJson shown, JsonBytes out) {
    if (decisions.isEmpty() && shown.omitted().isEmpty()) {
      out.raw(json);
      return;
    }
    out.raw(json, 0, places[0]);
    boolean isFirst = true;
    for (int i = 0; i < places.length - 1; i++) {
      isFirst &= !writeField(i, shown, isFirst, out);
    }
    for (var decision : decisions.entrySet()) {
      var value = decision.getValue();
      if (value != null && whole.place(decision.getKey()) < 0) {
        (isFirst ? out : out.raw(',')).text(decision.getKey()).raw(':').tree(value);
        isFirst = false;
      }
    }
    out.raw(json, places[places.length - 1], json.length);
  }

  private boolean writeField(int place, RecordJson shown, boolean isFirst, JsonBytes out) {
    var name = whole.fields().get(place).name();
    @Nullable JsonNode value = decisions.get(name);
    if (shown.omitted().contains(name) || (value == null && decisions.containsKey(name))) {
      return false;
    }
    int begin = isFirst && place > 0 ? places[place] + 1 : places[place]; // without the comma
    if (value == null) {
      out.raw(json, begin, places[place + 1]);
    } else {
      out.raw(json, begin, valueBegins(place)).tree(value);
    }
    return true;
  }

  private int valueBegins(int place) {
    return places[place] + whole.keyLength(place);
  }

  /** Everything but the fields. */
  private ObjectNode system() {
    var known = system;
    if (known == null) {
      var out = new JsonBytes(json.length);
      out.raw(json, 0, places[0]).raw(json, places[places.length - 1], json.length);
      known = (ObjectNode) Json.trusted(out.toBytes());
      system = known;
    }
    return known;
  }

  private JsonNode field(int place) {
    int begin = valueBegins(place);
    int end = places[place + 1];
    if (json[begin] == '"') {
      int last = begin + 1;
      while (json[last] != '"' && json[last] != '\\') {
        last++;
      }
      if (last == end - 1) {
        var text = new String(json, begin + 1, end - begin - 2, StandardCharsets.UTF_8);
        return Json.mapper().getNodeFactory().stringNode(text);
      }
    }
    return Json.trusted(Arrays.copyOfRange(json, begin, end));
  }

  private ObjectNode fields() {
    return lazy(
        name -> {
          int place = whole.place(name);
          return place < 0 ? null : field(place);
        },
        () -> (ObjectNode) stored().get("data"));
  }

  private static ObjectNode lazy(
      Function<String, @Nullable JsonNode> member, Supplier<ObjectNode> all) {
    return new ObjectNode(Json.mapper().getNodeFactory(), new LazyMembers(member, all));
  }

  /** The members of an object that nobody may change, each parsed when somebody asks for it. */
  private static final class LazyMembers extends AbstractMap<String, JsonNode> {
    private final Function<String, @Nullable JsonNode> member;
    private final Supplier<ObjectNode> all;

    LazyMembers(Function<String, @Nullable JsonNode> member, Supplier<ObjectNode> all) {
      this.member = member;
      this.all = all;
    }

    @Override
    public @Nullable JsonNode get(@Nullable Object name) {
      return name instanceof String text ? member.apply(text) : null;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
      return get(name) != null;
    }

    @Override
    public Set<Entry<String, JsonNode>> entrySet() {
      return all.get().properties();
    }
  }
}

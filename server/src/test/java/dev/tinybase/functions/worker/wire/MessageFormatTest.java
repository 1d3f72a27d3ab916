package dev.tinybase.functions.worker.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.functions.host.CallFailure;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.functions.worker.wire.Connection.ProtocolError;
import dev.tinybase.json.Json;
import dev.tinybase.sdk.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/** Workers are the processes of strangers: whatever they send is a message or an error. */
class MessageFormatTest {
  private static final CBORMapper CBOR = new CBORMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What stands where something else is expected. */
  private static final List<JsonNode> FOREIGN =
      List.of(
          NODES.nullNode(),
          NODES.stringNode("x"),
          NODES.numberNode(-1),
          NODES.numberNode(1e300),
          NODES.booleanNode(true),
          NODES.binaryNode(new byte[] {'{', '}'}),
          NODES.binaryNode(new byte[] {'1'}),
          NODES.arrayNode(),
          NODES.arrayNode().add("Get"),
          NODES.arrayNode().add("Commit"),
          NODES.arrayNode().add("Json").addNull(),
          NODES.arrayNode().addNull(),
          NODES.objectNode(),
          NODES.arrayNode().add("java.io.File").add(NODES.arrayNode().add("/")),
          NODES.arrayNode().add("Streamed").add(NODES.arrayNode().addNull()),
          NODES.arrayNode().add("Get").add(NODES.arrayNode()),
          NODES.objectNode().put("type", "Commit"));

  static Stream<ToServer> messages() {
    return Stream.concat(
        ConnectionTest.TO_SERVER.stream(),
        Stream.of(
            new ToServer.Returned(new CallResult.Value(new byte[] {'1'})),
            new ToServer.Returned(
                new CallResult.Http(
                    new Response(418, Map.of("X-Tea", List.of("yes", "no")), new byte[] {1}))),
            new ToServer.Element(new CallResult.Element("tick", "1", new byte[] {'1'}))));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void what_is_missing_surplus_or_of_another_type_is_no_message(ToServer message)
      throws IOException {
    for (var changed : variants(CBOR.readTree(bytes(message)))) {
      try {
        assertNoNulls(MessageFormat.SERVER.read(CBOR.writeValueAsBytes(changed)));
      } catch (ProtocolError | Problem _) {
        // as it should be
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("read from " + changed, e);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("messages")
  void damaged_bytes_are_no_message_or_another(ToServer message) throws IOException {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var whole = bytes(message);
    for (int i = 0; i < 300; i++) {
      var bytes = whole.clone();
      for (int flips = random.nextInt(3); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        assertNoNulls(MessageFormat.SERVER.read(bytes));
      } catch (ProtocolError | Problem _) {
        // as it should be
      } catch (RuntimeException | AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
    for (int length = 0; length < whole.length; length++) {
      var cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> MessageFormat.SERVER.read(cut)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_message_ends_where_its_frame_does() throws IOException {
    var bytes = bytes(new ToServer.Commit());
    var longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> MessageFormat.SERVER.read(longer)).isInstanceOf(ProtocolError.class);
  }

  @Test
  void deep_nesting_is_no_message() {
    var deep = new ByteArrayOutputStream();
    for (int i = 0; i < 1_000_000; i++) {
      deep.write(0x81);
    }
    assertThatThrownBy(() -> MessageFormat.SERVER.read(deep.toByteArray()))
        .isInstanceOf(ProtocolError.class);
  }

  @Test
  void huge_claims_take_no_memory() {
    for (int major : List.of(0x5a, 0x7a, 0x9a, 0xba)) {
      var claim = new byte[] {(byte) major, 0x7f, (byte) 0xff, (byte) 0xff, (byte) 0xff};
      assertThatThrownBy(() -> MessageFormat.SERVER.read(claim)).isInstanceOf(ProtocolError.class);
    }
  }

  @Test
  void details_of_a_failure_may_hold_any_text() throws IOException {
    var failed =
        new ToServer.Failed(
            new CallFailure("E", null, "e", Json.bytes(Json.object().put("text", "a\0b")), null));
    assertThat(MessageFormat.SERVER.read(bytes(failed)))
        .usingRecursiveComparison()
        .isEqualTo(failed);
  }

  @Test
  void moments_keep_their_nanoseconds() throws IOException {
    for (var at :
        List.of(Instant.MIN, Instant.MAX, Instant.EPOCH, Instant.parse("1969-12-31T23:59:59.1Z"))) {
      var log = new ToServer.Log(1, new LogLine(at, LogLine.Level.INFO, ""));
      assertThat(MessageFormat.SERVER.read(bytes(log))).isEqualTo(log);
    }
  }

  private static byte[] bytes(ToServer message) throws IOException {
    var bytes = new ByteArrayOutputStream();
    MessageFormat.WORKER.write(bytes, message);
    return bytes.toByteArray();
  }

  /** The tree with each of its nodes replaced, removed or put beside something unknown. */
  private static List<JsonNode> variants(JsonNode tree) {
    var all = new ArrayList<>(FOREIGN);
    switch (tree) {
      case ObjectNode object -> {
        all.add(object.deepCopy().put("unknown", 1));
        for (var name : object.propertyNames()) {
          all.add(object.deepCopy().without(name));
          for (var variant : variants(object.get(name))) {
            all.add(object.deepCopy().set(name, variant));
          }
        }
      }
      case ArrayNode array -> {
        all.add(array.deepCopy().add(1));
        for (int i = 0; i < array.size(); i++) {
          var shorter = array.deepCopy();
          shorter.remove(i);
          all.add(shorter);
          for (var variant : variants(array.get(i))) {
            var changed = array.deepCopy();
            changed.set(i, variant);
            all.add(changed);
          }
        }
      }
      default -> {}
    }
    return all;
  }

  private static void assertNoNulls(Object value) {
    if (value instanceof Record && value.getClass().getName().startsWith("dev.tinybase")) {
      for (var component : value.getClass().getRecordComponents()) {
        @Nullable Object member = member(component, value);
        assertThat(member != null || isNullable(component)).as(component.toString()).isTrue();
        if (member != null) {
          assertNoNulls(member);
        }
      }
    } else if (value instanceof List<?> list) {
      assertThat(list).doesNotContainNull();
      list.forEach(MessageFormatTest::assertNoNulls);
    } else if (value instanceof Map<?, ?> map) {
      assertThat(map.values()).doesNotContainNull();
    }
  }

  private static boolean isNullable(RecordComponent component) {
    return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
  }

  private static @Nullable Object member(RecordComponent component, Object value) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(e.getMessage(), e);
    }
  }
}

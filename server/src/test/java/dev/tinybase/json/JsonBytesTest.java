package dev.tinybase.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.StringNode;

class JsonBytesTest {
  private static String written(JsonBytes bytes) {
    return new String(bytes.toBytes(), UTF_8);
  }

  @Test
  void text_is_escaped_as_little_as_json_allows() {
    assertThat(written(new JsonBytes(1).text("a\"b\\c\nd\re\tf\u0001g\u001f/é😀\u007f")))
        .isEqualTo("\"a\\\"b\\\\c\\nd\\re\\tf\\u0001g\\u001f/é😀\u007f\"");
  }

  @Test
  void every_text_comes_back_through_the_parser() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(40); length > 0; length--) {
        int bound = List.of(0x20, 0x80, 0xD800, 0x10FFFF).get(random.nextInt(4));
        int point = 1 + random.nextInt(bound - 1);
        text.appendCodePoint(Character.isSurrogate((char) point) && point < 0x10000 ? 'x' : point);
      }
      var parsed = Json.parse(new JsonBytes(random.nextInt(8)).text(text.toString()).toBytes());
      assertThat(parsed.stringValue()).as("seed %d", seed).isEqualTo(text.toString());
    }
  }

  @Test
  void numbers_and_words_are_written_as_json() {
    var bytes = new JsonBytes(0).raw('[');
    bytes.number(Long.MIN_VALUE).raw(',').number(1e300).raw(',').number(-0.5).raw(',');
    bytes.bool(true).raw(',').bool(false).raw(',').nothing().raw(',').plain("x").raw(']');
    assertThat(written(bytes))
        .isEqualTo("[-9223372036854775808,1.0E300,-0.5,true,false,null,\"x\"]");
    assertThat(Json.parse(bytes.toBytes()).get(1).doubleValue()).isEqualTo(1e300);
  }

  @Test
  void a_tree_comes_back_through_the_parser() {
    var tree =
        Json.parse(
            """
            {"a": [1, -2.50, 1e400, 9223372036854775808, true, null, [], {}],
             "b\\"": {"c": "d\\n", "e": false}, "f": 0.1}\
            """);
    assertThat(Json.parse(new JsonBytes(1).tree(tree).toBytes())).isEqualTo(tree);
    assertThat(written(new JsonBytes(1).tree(Json.object().put("x", 0.5).put("y", 7L))))
        .isEqualTo("{\"x\":0.5,\"y\":7}");
  }

  @Test
  void what_is_large_lies_in_pieces_and_reads_the_same() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    for (int round = 0; round < 20; round++) {
      var json = new JsonBytes(random.nextInt(100));
      var expected = new StringBuilder();
      for (int i = 0; i < 6; i++) {
        var text = "x".repeat(random.nextInt(400_000)) + (random.nextBoolean() ? "\"\n" : "");
        json.text(text).number(i);
        expected.append(Json.text(StringNode.valueOf(text))).append(i);
      }
      assertThat(json.size()).as("seed %s", seed).isEqualTo(expected.length());
      assertThat(new String(json.toBytes(), UTF_8)).as("seed %s", seed).isEqualTo(expected + "");
      var drained = new ByteArrayOutputStream();
      json.drainTo(drained::writeBytes);
      assertThat(drained.toString(UTF_8)).as("seed %s", seed).isEqualTo(expected.toString());
      assertThat(json.size()).isZero();
    }
  }

  @Test
  void a_large_value_without_escapes_is_not_copied() {
    var large = "x".repeat(1 << 20).getBytes(UTF_8);
    var pieces = new ArrayList<byte[]>();
    new JsonBytes(16).raw('[').text(large).raw(']').drainTo(pieces::add);
    assertThat(pieces.get(1)).isSameAs(large);
  }
}

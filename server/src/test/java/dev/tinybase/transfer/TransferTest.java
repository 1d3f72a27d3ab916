package dev.tinybase.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.records.RecordWorld;
import dev.tinybase.testing.Engine;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class TransferTest {
  private static final String EVERY_TYPE =
      "{'name': 'text', 'type': 'string'}, {'name': 'whole', 'type': 'integer'},"
          + "{'name': 'real', 'type': 'number'}, {'name': 'exact', 'type': 'decimal'},"
          + "{'name': 'yes', 'type': 'boolean'}, {'name': 'day', 'type': 'date'},"
          + "{'name': 'time', 'type': 'datetime'}, {'name': 'any', 'type': 'json'},"
          + "{'name': 'map', 'type': 'object', 'nullable': true},"
          + "{'name': 'things', 'type': 'list', 'nullable': true},"
          + "{'name': 'words', 'type': 'list[string]'},"
          + "{'name': 'state', 'type': 'string', 'default': 'new', 'nullable': true},"
          + "{'name': 'secret', 'type': 'string', 'hidden': true}";

  private static final List<String> RECORDS =
      List.of(
          "{}",
          "{'text': '', 'any': '', 'map': {}, 'things': [], 'state': ''}",
          "{'map': null, 'things': null, 'state': null, 'any': null}",
          "{'text': 'a,b;c', 'words': ['x,y', '', 'ü😀'], 'secret': 'shown to admins'}",
          "{'text': '=1+1', 'state': '  padded  ', 'any': 'text'}",
          "{'text': 'two\\nlines\\r\\nand\\ttabs', 'any': [1, null, {'a': [true]}]}",
          "{'text': 'quotes \\\" and \\\\ back', 'map': {'k': 'v,\\\"w\\\"', 'n': 0.1}}",
          "{'whole': 9223372036854775807, 'real': 1.7976931348623157e308, 'yes': true}",
          "{'whole': -9223372036854775808, 'real': 4.9e-324, 'yes': false}",
          "{'real': 0.30000000000000004, 'exact': '12345678901234567890.123456789'}",
          "{'exact': '-0.10', 'day': '0001-01-01', 'time': '9999-12-31T23:59:59.999999Z'}",
          "{'day': '2028-02-29', 'time': '2026-11-22T22:18:10.1Z', 'any': 12.50}",
          "{'text': 'true', 'any': true}",
          "{'text': 'null', 'any': {'null': null}}",
          "{'text': '007', 'any': '007', 'things': ['007', 7, 7.0, []]}");

  private final Engine engine;
  private final TransferWorld files;

  TransferTest(Engine engine) {
    this.engine = engine;
    files = new TransferWorld(engine);
  }

  @AfterEach
  void close() {
    files.close();
  }

  @ParameterizedTest
  @EnumSource(Format.class)
  void every_value_of_every_type_survives_the_journey(Format format) {
    files.collection("here", EVERY_TYPE);
    files.collection("there", EVERY_TYPE);
    for (var data : RECORDS) {
      files.world.createFor(RecordWorld.ALICE.id(), "here", data);
    }
    var file = files.dump("here", format);
    var result = files.load("there", file, ImportOptions.insert(format));
    assertThat(result.errors()).isEmpty();
    assertThat(result.inserted()).isEqualTo(RECORDS.size());
    assertThat(withoutCollection(files.dump("there", Format.NDJSON)))
        .isEqualTo(withoutCollection(files.dump("here", Format.NDJSON)));
    assertThat(withoutCollection(files.dump("there", format))).isEqualTo(withoutCollection(file));
    assertThat(file).contains("12345678901234567890.123456789", "9223372036854775807");
  }

  private static String withoutCollection(String file) {
    return file.replaceAll("\"collection_id\":\"[^\"]*\"", "");
  }

  @Test
  void an_export_can_be_filtered_and_narrowed() {
    files.collection("here", EVERY_TYPE);
    for (var data : RECORDS) {
      files.world.create(RecordWorld.ADMIN, "here", data);
    }
    var filter = Map.of("filter[whole][gt]", List.of("0"));
    var dump = files.dump("here", Format.CSV, filter, List.of("whole", "yes"));
    assertThat(dump.lines().toList())
        .hasSize(2)
        .first()
        .isEqualTo("id,owner_id,created_at,updated_at,whole,yes");
    assertThat(dump).endsWith(",9223372036854775807,true\r\n");
    assertThatThrownBy(() -> files.dump("here", Format.CSV, Map.of(), List.of("none")))
        .hasMessageContaining("unknown field 'none'");
    assertThatThrownBy(
            () -> files.exporter.prepare(RecordWorld.BOB, "here", new ExportOptions(Format.CSV)))
        .hasMessageContaining("Only admins");
  }

  @Test
  void texts_that_a_spreadsheet_would_run_can_be_guarded() throws IOException {
    files.collection("here", "{'name': 's', 'type': 'string'}, {'name': 'n', 'type': 'integer'}");
    for (var text : List.of("=1+1", "+1", "-1", "@x", "\\tx", "\\rx", "a=1")) {
      files.world.create(RecordWorld.ADMIN, "here", "{'s': '" + text + "', 'n': -1}");
    }
    assertThat(files.dump("here", Format.CSV))
        .contains(
            ",=1+1,-1\r", ",+1,-1\r", ",-1,-1\r", ",@x,-1\r", ",\"\tx\",-1\r", ",\"\rx\",-1\r");
    var out = new ByteArrayOutputStream();
    files
        .exporter
        .prepare(
            RecordWorld.ADMIN, "here", new ExportOptions(Format.CSV, Map.of(), null, true, true))
        .writeTo(out, _ -> {});
    assertThat(out.toString(StandardCharsets.UTF_8))
        .contains(",'=1+1,-1\r", ",'+1,-1\r", ",'-1,-1\r", ",'@x,-1\r", ",'\tx,-1\r")
        .contains(",\"'\rx\",-1\r", ",a=1,-1\r");
  }

  @Test
  void an_empty_collection_is_an_empty_file() {
    files.collection("here", "{'name': 'n', 'type': 'integer'}");
    assertThat(files.dump("here", Format.NDJSON)).isEmpty();
    assertThat(files.dump("here", Format.JSON)).isEqualTo("[]\n");
    assertThat(files.dump("here", Format.CSV)).isEqualTo("id,owner_id,created_at,updated_at,n\r\n");
  }

  @Test
  void an_export_shows_one_state_while_writes_go_on() throws IOException {
    files.collection("here", "{'name': 'n', 'type': 'integer'}");
    files.importer.run(
        RecordWorld.ADMIN,
        "here",
        new Lines(3_000, i -> "{\"n\":" + i + "}"),
        ImportOptions.insert(Format.NDJSON),
        _ -> {});
    var changes = new AtomicInteger();
    var out =
        new ByteArrayOutputStream() {
          @Override
          public synchronized void write(byte[] bytes, int offset, int length) {
            super.write(bytes, offset, length);
            onAnotherThread(
                () -> files.load("here", "{\"n\":-1}", ImportOptions.insert(Format.NDJSON)));
            changes.incrementAndGet();
          }
        };
    var export =
        files.exporter.prepare(RecordWorld.ADMIN, "here", new ExportOptions(Format.NDJSON));
    assertThat(export.writeTo(out, _ -> {})).isEqualTo(3_000);
    assertThat(changes.get()).isGreaterThan(1);
    assertThat(out.toString(StandardCharsets.UTF_8)).doesNotContain("\"n\":-1");
    assertThat(files.rows("here")).hasSize(3_000 + changes.get());
  }

  private static void onAnotherThread(Runnable work) {
    try {
      Thread.ofVirtual().start(work).join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void a_long_import_reads_only_a_few_chunks_ahead() {
    int lines = engine == Engine.SQLITE ? 100_000 : 20_000;
    files.collection("here", "{'name': 'n', 'type': 'integer'}, {'name': 's', 'type': 'string'}");
    var stream = new Lines(lines, i -> "{\"n\":" + i + ",\"s\":\"place number " + i + "\"}");
    var ahead = new AtomicLong();
    var result =
        files.importer.run(
            RecordWorld.ADMIN,
            "here",
            stream,
            ImportOptions.insert(Format.NDJSON),
            done -> ahead.accumulateAndGet(stream.made() - done, Math::max));
    assertThat(result.inserted()).isEqualTo(lines);
    assertThat(ahead.get()).isBetween(1L, 15_000L);
    var all = files.world.list(RecordWorld.ADMIN, "here", RecordWorld.query(Map.of("limit", "0")));
    assertThat(all.get("total").intValue()).isEqualTo(lines);
  }
}

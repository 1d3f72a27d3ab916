package dev.tinybase.transfer;

import static dev.tinybase.transfer.TransferWorld.dry;
import static dev.tinybase.transfer.TransferWorld.goOn;
import static dev.tinybase.transfer.TransferWorld.upsert;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.json.Json;
import dev.tinybase.records.RecordWorld;
import dev.tinybase.testing.Engine;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ImportTest {
  private static final ImportOptions LINES = ImportOptions.insert(Format.NDJSON);
  private static final ImportOptions CSV = ImportOptions.insert(Format.CSV);

  private final TransferWorld files;

  ImportTest(Engine engine) {
    files = new TransferWorld(engine);
  }

  @BeforeEach
  void makeCollection() {
    files.collection(
        "items",
        "{'name': 'code', 'type': 'string', 'unique': true},"
            + "{'name': 'n', 'type': 'integer', 'min': 0},"
            + "{'name': 'label', 'type': 'string', 'required': true, 'default': 'none'}");
  }

  @AfterEach
  void close() {
    files.close();
  }

  @Test
  void lines_become_records_of_the_importing_admin() {
    var result = files.load("items", "{\"code\":\"a\",\"n\":1}\n\n{\"code\":\"b\"}\r\n", LINES);
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(result.failed()).isZero();
    assertThat(files.rows("items")).containsExactly("a,1,none", "b,,none");
    var owned = files.world.list(RecordWorld.ADMIN, "items", RecordWorld.all()).get("records");
    assertThat(owned.get(0).get("owner_id").stringValue())
        .isEqualTo(RecordWorld.ADMIN.id().toString());
  }

  @Test
  void a_bad_line_stops_the_import_and_what_came_before_stays() {
    var result =
        files.load(
            "items",
            """
            {"code":"a"}
            {"n":-1}
            {"code":"c"}
            """,
            LINES);
    assertThat(result.stopped()).isTrue();
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.errors()).hasSize(1);
    assertThat(result.errors().getFirst().line()).isEqualTo(2);
    assertThat(result.errors().getFirst().message()).startsWith("n: ");
    assertThat(files.rows("items")).containsExactly("a,,none");
  }

  @Test
  void bad_lines_are_left_out_and_named_by_number() {
    var text =
        """
        {"code":"a"}
        {broken
        [1]
        {"code":"a"}
        {"cod":"x"}
        {"code":5}
        {"code":"b","code":"c"}
        {"code":"\\ud800"}
        {"id":"7","code":"d"}
        {"created_at":"soon","code":"e"}
        {"code":"f"}
        """;
    var result = files.load("items", text, goOn(Format.NDJSON));
    assertThat(result.errors().stream().map(ImportResult.LineError::line))
        .containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L);
    assertThat(result.failed()).isEqualTo(9);
    assertThat(result.stopped()).isFalse();
    assertThat(result.errors().get(2).message()).contains("code: another record has this value");
    assertThat(result.errors().get(3).message()).contains("did you mean 'code'?");
    assertThat(files.rows("items")).containsExactly("a,,none", "f,,none");
  }

  @Test
  void bad_bytes_spoil_their_own_line_only() {
    var file =
        """
        {"code":"a"}
        {"code":"\u00ff"}
        {"code":"\u00e4"}
        """;
    var bytes = file.getBytes(StandardCharsets.ISO_8859_1);
    assertThat(files.load("items", bytes, goOn(Format.NDJSON)).errors())
        .extracting(error -> error.line() + " " + error.message())
        .containsExactly("2 is not valid UTF-8", "3 is not valid UTF-8");
    var csv = "code\nb\n\u00ff\nc\n".getBytes(StandardCharsets.ISO_8859_1);
    var result = files.load("items", csv, goOn(Format.CSV));
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(result.errors().getFirst().line()).isEqualTo(3);
    assertThat(files.rows("items")).containsExactly("a,,none", "b,,none", "c,,none");
  }

  @Test
  void a_line_that_is_too_long_is_skipped_without_being_kept() {
    var stream = new Lines(3, i -> i == 1 ? "x".repeat(30 << 20) : "{\"code\":\"" + i + "\"}");
    var result =
        files.importer.run(RecordWorld.ADMIN, "items", stream, goOn(Format.NDJSON), _ -> {});
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(result.errors().getFirst().line()).isEqualTo(2);
    assertThat(result.errors().getFirst().message()).contains("longer than");
  }

  @Test
  void one_duplicate_costs_the_other_lines_of_its_chunk_nothing() {
    var text =
        IntStream.range(0, 1200)
            .mapToObj(i -> "{\"code\":\"" + (i == 777 ? 5 : i) + "\"}")
            .collect(Collectors.joining("\n"));
    var result = files.load("items", text, goOn(Format.NDJSON));
    assertThat(result.inserted()).isEqualTo(1199);
    assertThat(result.errors()).hasSize(1);
    assertThat(result.errors().getFirst().line()).isEqualTo(778);
    assertThat(result.errors().getFirst().code()).isEqualTo("validation_failed");
  }

  @Test
  void a_duplicate_that_stops_leaves_exactly_the_lines_before_it() {
    var text =
        IntStream.range(0, 1200)
            .mapToObj(
                i -> "{\"code\":\"" + (i == 777 ? 5 : i) + "\",\"n\":" + (i == 900 ? -1 : i) + "}")
            .collect(Collectors.joining("\n"));
    var result = files.load("items", text, LINES);
    assertThat(result.inserted()).isEqualTo(777);
    assertThat(result.stopped()).isTrue();
    assertThat(result.errors()).extracting(ImportResult.LineError::line).containsExactly(778L);
    assertThat(files.rows("items")).hasSize(777);
  }

  @Test
  void only_the_first_thousand_bad_lines_are_named() {
    var result = files.load("items", "{}}\n".repeat(1_200), goOn(Format.NDJSON));
    assertThat(result.failed()).isEqualTo(1_200);
    assertThat(result.errors()).hasSize(ImportResult.MOST_ERRORS);
  }

  @Test
  void an_upsert_changes_the_fields_that_a_line_names() {
    files.load("items", "code,n,label\na,1,x\nb,2,y\n", CSV);
    var result =
        files.load(
            "items",
            """
            {"code":"a","n":7}
            {"code":"b","n":2}
            {"code":"c"}
            {"code":"c","n":{"$inc":3}}
            """,
            upsert(Format.NDJSON, "code"));
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.updated()).isEqualTo(2);
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(files.rows("items")).containsExactly("a,7,x", "b,2,y", "c,3,none");
  }

  @Test
  void an_upsert_goes_by_the_id_or_a_unique_field() {
    var id = UUID.randomUUID();
    var line = "{\"id\":\"" + id + "\",\"code\":\"a\",\"n\":%d}\n";
    files.load("items", line.formatted(1), upsert(Format.NDJSON, "id"));
    var result = files.load("items", line.formatted(2), upsert(Format.NDJSON, "id"));
    assertThat(result.updated()).isEqualTo(1);
    assertThat(files.rows("items")).containsExactly("a,2,none");
    assertThat(files.load("items", "{\"n\":1}\n", upsert(Format.NDJSON, "id")).errors())
        .extracting(ImportResult.LineError::message)
        .containsExactly("id: is missing, and the upsert goes by it");
    var other = "{\"id\":\"" + UUID.randomUUID() + "\",\"code\":\"a\"}";
    assertThat(files.load("items", other, upsert(Format.NDJSON, "code")).errors())
        .extracting(ImportResult.LineError::message)
        .containsExactly("id: differs from that of the record with this code");
    assertThatThrownBy(() -> files.load("items", "", upsert(Format.NDJSON, "n")))
        .hasMessageContaining("here one of id, code");
  }

  @Test
  void an_upsert_needs_the_required_fields_for_new_records_only() {
    files.collection(
        "strict",
        "{'name': 'code', 'type': 'string', 'unique': true, 'required': true},"
            + "{'name': 'must', 'type': 'string', 'required': true}");
    files.load("strict", "code,must\na,x\n", CSV);
    var options = upsert(Format.NDJSON, "code");
    assertThat(files.load("strict", "{\"code\":\"a\"}", options).unchanged()).isEqualTo(1);
    assertThat(files.load("strict", "{\"code\":\"b\"}", options).errors())
        .extracting(ImportResult.LineError::message)
        .containsExactly("must: is required");
  }

  @Test
  void a_dry_run_finds_everything_and_writes_nothing() {
    files.load("items", "{\"code\":\"a\"}\n", LINES);
    var result =
        files.load("items", "{\"code\":\"b\"}\n{\"code\":\"a\"}\n", dry(goOn(Format.NDJSON)));
    assertThat(result.inserted()).isEqualTo(1);
    assertThat(result.errors()).extracting(ImportResult.LineError::line).containsExactly(2L);
    assertThat(result.dryRun()).isTrue();
    assertThat(files.rows("items")).containsExactly("a,,none");
  }

  @Test
  void empty_cells_are_null_where_the_field_may_be_null_and_else_left_out() {
    files.load("items", "\ufeffcode,n,label\r\n\"\",,\r\n\"a\"\"b\",3,\"x\ny\"\r\n", CSV);
    assertThat(files.dump("items", Format.CSV))
        .contains(",\"\",,none\r\n")
        .contains(",\"a\"\"b\",3,\"x\ny\"\r\n");
  }

  @Test
  void rows_and_headers_that_do_not_fit_are_refused_by_number() {
    var rows = "code,n\na,1\nb\nc,1,2\nd,x\n\"e\ne\",1\nf,-1\n";
    var result = files.load("items", rows, goOn(Format.CSV));
    assertThat(result.errors())
        .extracting(error -> error.line() + " " + error.message().replaceAll("[,;].*", ""))
        .containsExactly(
            "3 has 1 cells", "4 has 3 cells", "5 n: must be an integer", "8 n: must be at least 0");
    assertThat(result.inserted()).isEqualTo(2);
    assertThat(first(files.load("items", "kode,n\na,1\n", CSV)))
        .isEqualTo("1 the header names the unknown field 'kode'; did you mean 'code'?");
    assertThat(first(files.load("items", "code,code\na,b\n", CSV)))
        .isEqualTo("1 the header names 'code' twice");
    assertThat(first(files.load("items", "", CSV))).startsWith("1 a CSV file begins with a header");
  }

  @Test
  void numbers_and_times_of_a_file_are_read_as_people_write_them() {
    files.collection(
        "readings",
        "{'name': 'x', 'type': 'number'}, {'name': 'n', 'type': 'integer'},"
            + "{'name': 'd', 'type': 'decimal'}, {'name': 'ok', 'type': 'boolean'},"
            + "{'name': 'at', 'type': 'datetime'}");
    var rows =
        """
        x,n,d,ok,at
        .5,5.0,+1.50,TRUE,2024-01-01 00:00:00Z
        5.,-3,.5, yes ,2024-01-01
         1.5 ,1e3,7.,0,2024-01-01T01:00+01:00
        4915112345678,12345,12345,n,
        """;
    assertThat(files.load("readings", rows, CSV).failed()).isZero();
    assertThat(files.rows("readings"))
        .containsExactly(
            "0.5,5,1.5,true,2024-01-01T00:00:00.000000Z",
            "1.5,1000,7,false,2024-01-01T00:00:00.000000Z",
            "4915112345678,12345,12345,false,",
            "5,-3,0.5,true,2024-01-01T00:00:00.000000Z");
  }

  @Test
  void the_cells_that_do_not_read_are_named_all_at_once_with_what_they_hold() {
    files.collection(
        "readings",
        "{'name': 'x', 'type': 'number'}, {'name': 'n', 'type': 'integer'},"
            + "{'name': 'ok', 'type': 'boolean'}, {'name': 'day', 'type': 'date'}");
    var result = files.load("readings", "x,n,ok,day\nmany,1.5,maybe,today\n", CSV);
    assertThat(result.errors().getFirst().code()).isEqualTo("validation_failed");
    assertThat(first(result))
        .isEqualTo(
            "2 x: must be a number, not 'many'; n: must be an integer, not '1.5';"
                + " ok: must be true or false, not 'maybe'; day: must be a date such as 2026-11-22");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", "|"})
  void what_separates_the_cells_is_seen_in_the_header(String delimiter) {
    var file = "code,n,label\na,1,\"x,y;z\"\n".replace(",n", delimiter + "n");
    file =
        file.replace(",label", delimiter + "label")
            .replace("a,1,", "a" + delimiter + "1" + delimiter);
    assertThat(files.load("items", file, CSV).failed()).isZero();
    assertThat(files.rows("items")).containsExactly("a,1,\"x,y;z\"");
  }

  @Test
  void another_delimiter_can_be_given_and_the_message_says_so() {
    assertThat(first(files.load("items", "code!n\na!1\n", CSV)))
        .isEqualTo(
            "1 the header names the unknown field 'code!n'; cells are separated by ',' here, and"
                + " 'delimiter' sets another character");
    var options = ImportOptions.insert(Format.CSV).with('!');
    assertThat(files.load("items", "code!n\na!1\n", options).inserted()).isEqualTo(1);
  }

  @Test
  void files_of_spreadsheets_are_taken_in_utf_16_and_with_empty_columns_at_the_end() {
    var text = "code\tn\tlabel\t\t\r\nä€\t1\tx\t\t\r\nb\t2\ty\r\n";
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      var name = charset.name().toLowerCase(Locale.ROOT).replace('-', '_');
      files.collection(
          name,
          "{'name': 'code', 'type': 'string'}, {'name': 'n', 'type': 'integer'},"
              + "{'name': 'label', 'type': 'string'}");
      var result = files.load(name, ("\ufeff" + text).getBytes(charset), CSV);
      assertThat(result.errors()).isEmpty();
      assertThat(files.rows(name)).containsExactly("b,2,y", "ä€,1,x");
    }
    assertThat(first(files.load("items", "code,n,,\na,1,,\nb,1,x,\n", CSV)))
        .isEqualTo("3 has 4 cells, but the header has 2");
  }

  @Test
  void columns_that_the_collection_ignores_are_left_out() {
    files.world.collection("loose", "{'name': 'code', 'type': 'string'}", "{'unknown': 'ignore'}");
    assertThat(files.load("loose", "code,other\na,1\n", CSV).failed()).isZero();
    assertThat(files.load("loose", "{\"code\":\"b\",\"other\":1}", LINES).failed()).isZero();
    var whole = "{\"id\":null,\"data\":{\"code\":\"c\"},\"other\":1}";
    assertThat(files.load("loose", whole, LINES).failed()).isZero();
    assertThat(files.rows("loose")).containsExactly("a", "b", "c");
  }

  @Test
  void texts_that_no_database_keeps_are_refused_in_every_format() {
    var csv = files.load("items", "code,label\na,x\nb,\"y\0\"\nc,z\n", goOn(Format.CSV));
    assertThat(csv.inserted()).isEqualTo(2);
    assertThat(first(csv)).isEqualTo("3 holds a NUL character (\\u0000); remove it");
    var escaped = files.load("items", "{\"code\":\"\\u0000\"}", goOn(Format.NDJSON));
    assertThat(first(escaped)).contains("a NUL character (\\u0000)");
    var array = files.load("items", "[{\"code\":\"\\ud800\"}]", goOn(Format.JSON));
    assertThat(first(array)).contains("an unpaired surrogate");
    byte[] overlong = {'c', 'o', 'd', 'e', '\n', (byte) 0xc0, (byte) 0xae, '\n'};
    assertThat(first(files.load("items", overlong, CSV))).isEqualTo("2 is not valid UTF-8");
    var huge = files.load("items", "[{\"n\":1e99999999999}]", goOn(Format.JSON));
    assertThat(first(huge)).contains("more than 1000 digits");
  }

  @Test
  void nothing_is_read_behind_a_place_where_csv_is_broken() {
    var open = files.load("items", "code,n\na,1\n\"b,2\nc,3\n", goOn(Format.CSV));
    assertThat(open.inserted()).isEqualTo(1);
    assertThat(open.stopped()).isTrue();
    assertThat(first(open)).startsWith("3 cannot be read as CSV");
    var stream = new Lines(3, i -> i == 1 ? "x".repeat(30 << 20) : i == 0 ? "code" : "d");
    var result = files.importer.run(RecordWorld.ADMIN, "items", stream, goOn(Format.CSV), _ -> {});
    assertThat(result.stopped()).isTrue();
    assertThat(first(result)).startsWith("2 cannot be read as CSV");
    var array =
        new Lines(3, i -> i == 1 ? "\"" + "x".repeat(30 << 20) + "\"," : i == 0 ? "[" : "{}]");
    var cut = files.importer.run(RecordWorld.ADMIN, "items", array, goOn(Format.JSON), _ -> {});
    assertThat(first(cut)).contains("is longer than");
  }

  @Test
  void whatever_a_file_holds_its_import_ends_with_a_result() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var pieces =
        List.of(
            "code,n,label\n",
            "code;n;label\n",
            "a",
            ",",
            ";",
            "\t",
            "\"",
            "\n",
            "\r\n",
            "1",
            "-1",
            "1e99999999999",
            "é",
            "\0",
            "\ufeff",
            "{",
            "}",
            "[",
            "]",
            ":",
            "\"code\"",
            "null",
            " ",
            "\\");
    for (int i = 0; i < 400; i++) {
      var text = new StringBuilder(random.nextBoolean() ? pieces.get(random.nextInt(2)) : "");
      for (int j = random.nextInt(20); j > 0; j--) {
        text.append(pieces.get(random.nextInt(pieces.size())));
      }
      var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
      if (bytes.length > 0 && random.nextInt(3) == 0) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      var format = List.of(Format.values()).get(random.nextInt(Format.values().length));
      var result = files.load("items", bytes, goOn(format));
      assertThat(result.errors())
          .as("seed %d, %s of %s", seed, format, text)
          .allMatch(error -> error.line() > 0 && !error.message().contains("java"));
    }
  }

  @Test
  void an_array_is_read_up_to_the_place_where_it_is_broken() {
    var options = goOn(Format.JSON);
    assertThat(files.load("items", "[{\"code\":\"a\"},\n 5,\n{\"code\":\"b\"}]", options).errors())
        .extracting(error -> error.line() + " " + error.message())
        .containsExactly("2 is not a JSON object");
    var broken = files.load("items", "[{\"code\":\"c\"},\n{\"code\" \"d\"},\n{}]", options);
    assertThat(broken.inserted()).isEqualTo(1);
    assertThat(broken.stopped()).isTrue();
    assertThat(first(broken)).startsWith("2 Invalid JSON");
    assertThat(first(files.load("items", "{}", options))).contains("format ndjson");
    assertThat(first(files.load("items", "[{\"code\":\"e\"}", options))).contains("Invalid JSON");
    assertThat(first(files.load("items", "[] 1", options))).contains("more after the end");
    assertThat(files.load("items", "[]", options).failed()).isZero();
    assertThat(files.rows("items")).containsExactly("a,,none", "b,,none", "c,,none", "e,,none");
  }

  @Test
  void those_who_listen_hear_of_exactly_the_lines_that_were_imported() {
    var changes = files.world.changes;
    files.load("items", "{\"code\":\"unheard\"}", LINES);
    changes.register("test", Set.of(files.world.collections.get("items").number()));
    var lines =
        IntStream.range(0, 120)
            .mapToObj(i -> "{\"code\":\"" + (i == 77 ? 5 : i) + "\"}")
            .collect(Collectors.joining("\n"));
    files.load("items", lines, dry(goOn(Format.NDJSON)));
    files.load("items", lines, goOn(Format.NDJSON));
    var upsert = "{\"code\":\"5\",\"n\":1}\n{\"code\":\"6\"}\n{\"code\":\"new\"}\n";
    files.load("items", upsert, upsert(Format.NDJSON, "code"));
    var heard =
        changes.read(0, 1000).changes().stream()
            .map(logged -> logged.change().operation() + " " + code(logged.change().after()))
            .toList();
    assertThat(heard)
        .containsExactlyElementsOf(
            Stream.concat(
                    IntStream.range(0, 120).filter(i -> i != 77).mapToObj(i -> "CREATE " + i),
                    Stream.of("UPDATE 5", "CREATE new"))
                .toList());
  }

  private static String code(@Nullable String record) {
    return Json.parse(String.valueOf(record)).get("data").get("code").stringValue();
  }

  @Test
  void others_than_admins_import_nothing() {
    assertThatThrownBy(() ->
            files.importer.run(
                RecordWorld.ALICE, "items", InputStream.nullInputStream(), LINES, _ -> {}))
        .hasMessageContaining("Only admins");
    assertThatThrownBy(() ->
            files.importer.run(
                RecordWorld.ADMIN, "none", new ByteArrayInputStream(new byte[0]), LINES, _ -> {}))
        .hasMessageContaining("none");
  }

  private static String first(ImportResult result) {
    var error = result.errors().getFirst();
    return error.line() + " " + error.message();
  }
}

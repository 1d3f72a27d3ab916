package dev.tinybase.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.testing.Engine;
import dev.tinybase.text.Instants;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class ColumnTypeTest {
  private static final Instant YEAR_ONE = Instant.parse("0001-01-01T00:00:00Z");

  private final Database database;
  private final Dialect dialect;

  ColumnTypeTest(Engine engine) {
    database = engine.fresh();
    dialect = database.dialect();
    var columns = new ArrayList<String>();
    for (var type : ColumnType.values()) {
      columns.add(column(type) + " " + dialect.columnType(type));
    }
    database.write(sql -> {
      sql.execute("create table every_type (" + String.join(", ", columns) + ")");
      return true;
    });
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void every_type_comes_back_as_its_text() {
    var id = UUID.randomUUID();
    assertThat(roundTrip(ColumnType.TEXT, "Grüße 👋 'x'; --")).isEqualTo("Grüße 👋 'x'; --");
    assertThat(roundTrip(ColumnType.INTEGER, Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
    assertThat(Double.parseDouble(roundTrip(ColumnType.REAL, 0.1))).isEqualTo(0.1);
    assertThat(roundTrip(ColumnType.DECIMAL, new BigDecimal("1.10"))).isEqualTo("1.1");
    assertThat(roundTrip(ColumnType.DECIMAL, new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(roundTrip(ColumnType.DECIMAL, new BigDecimal("-0.00"))).isEqualTo("0");
    assertThat(roundTrip(ColumnType.DECIMAL, new BigDecimal("1E-30")))
        .isEqualTo("0.000000000000000000000000000001");
    assertThat(roundTrip(ColumnType.DATE, LocalDate.parse("0001-01-01"))).isEqualTo("0001-01-01");
    assertThat(roundTrip(ColumnType.DATE, LocalDate.parse("9999-12-31"))).isEqualTo("9999-12-31");
    assertThat(roundTrip(ColumnType.UUID, id)).isEqualTo(id.toString());
    assertThat(roundTrip(ColumnType.JSON, new JsonText("{\"a\": [1, null]}")).replace(" ", ""))
        .isEqualTo("{\"a\":[1,null]}");
  }

  @Test
  void instants_have_microseconds_and_27_characters() {
    assertThat(roundTrip(ColumnType.TIMESTAMP, Instant.parse("2026-11-22T22:18:10.123456789Z")))
        .isEqualTo("2026-11-22T22:18:10.123456Z");
    assertThat(roundTrip(ColumnType.TIMESTAMP, Instant.parse("2026-01-02T03:04:05Z")))
        .isEqualTo("2026-01-02T03:04:05.000000Z");
    assertThat(roundTrip(ColumnType.TIMESTAMP, Instant.parse("1899-12-31T23:59:59.999999999Z")))
        .isEqualTo("1899-12-31T23:59:59.999999Z");
    assertThat(roundTrip(ColumnType.TIMESTAMP, Instant.parse("9999-12-31T23:59:59.999999Z")))
        .isEqualTo("9999-12-31T23:59:59.999999Z");
  }

  @Test
  void every_type_comes_back_as_its_value() {
    assertThat(value(ColumnType.DATE, LocalDate.parse("2026-02-28"))).isNotNull();
    assertThat(value(ColumnType.JSON, new JsonText("[]"))).isNotNull();
    for (var number : List.of(0L, -1L, Long.MAX_VALUE)) {
      assertThat(value(ColumnType.INTEGER, number)).isEqualTo(number);
    }
    assertThat(value(ColumnType.REAL, 0.0)).isEqualTo(0.0);
    assertThat(value(ColumnType.BOOLEAN, false)).isEqualTo(false);
    assertThat(value(ColumnType.DECIMAL, new BigDecimal("1.5"))).isEqualTo(new BigDecimal("1.5"));
  }

  @Test
  void instants_and_ids_come_back_as_they_were_and_in_their_order() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var times = new ArrayList<>(List.of(Instant.EPOCH));
    var ids = new ArrayList<>(List.of(new UUID(0, 0), new UUID(-1, -1)));
    for (var edge :
        List.of("0000-01-01T00:00:00Z", "0000-03-01T00:00:00Z", "9999-12-31T23:59:59.999999Z")) {
      times.add(Instant.parse(edge));
    }
    for (int i = 0; i < 100; i++) {
      times.add(
          Instants.ofMicros(random.nextLong(-62_167_219_200_000_000L, 253_402_300_800_000_000L)));
      ids.add(new UUID(random.nextLong(), random.nextLong()));
    }
    for (var time : times) {
      assertThat(value(ColumnType.TIMESTAMP, time)).as("seed %s", seed).isEqualTo(time);
      if (dialect instanceof SqliteDialect || !time.isBefore(YEAR_ONE)) { // to_char has no year 0
        assertThat(roundTrip(ColumnType.TIMESTAMP, time)).isEqualTo(Instants.text(time));
      }
    }
    for (var id : ids) {
      assertThat(value(ColumnType.UUID, id)).as("seed %s", seed).isEqualTo(id);
      assertThat(roundTrip(ColumnType.UUID, id)).isEqualTo(id.toString());
    }
    database.write(sql -> {
      sql.update("delete from every_type");
      ids.forEach(id -> sql.update("insert into every_type (c_uuid) values (?)", id));
      return true;
    });
    assertThat(
            database.<List<UUID>>read(sql ->
                sql.list("select c_uuid from every_type order by c_uuid", row -> row.uuid(1))))
        .as("seed %s", seed)
        .isSortedAccordingTo(java.util.Comparator.comparing(UUID::toString));
  }

  @Test
  void an_instant_beyond_the_year_9999_is_refused() {
    for (var beyond : List.of(Instant.parse("+10000-01-01T00:00:00Z"), Instant.MIN)) {
      assertThatThrownBy(() -> Instants.toMicros(beyond)).hasMessageContaining("0 to 9999");
    }
  }

  @Test
  void truth_is_true_or_false() {
    for (boolean truth : new boolean[] {true, false}) {
      database.write(sql -> {
        sql.update("delete from every_type");
        return sql.update("insert into every_type (c_boolean) values (?)", truth);
      });
      var found =
          database.read(sql -> sql.first("select c_boolean from every_type", row -> row.bool(1)));
      assertThat(found).contains(truth);
    }
  }

  @Test
  void every_type_may_be_null() {
    for (var type : ColumnType.values()) {
      database.write(sql ->
          sql.update("insert into every_type (" + column(type) + ") values (?)", (Object) null));
      var nulls =
          database.read(sql ->
              sql.list(
                  "select " + dialect.select(type, column(type)) + " from every_type",
                  row -> row.textOrNull(1) == null));
      assertThat(nulls).doesNotContain(false);
    }
  }

  @Test
  void decimals_are_compared_by_value() {
    long seed = System.nanoTime();
    var random = new Random(seed);
    var numbers = new ArrayList<BigDecimal>();
    for (int i = 0; i < 200; i++) {
      numbers.add(BigDecimal.valueOf(random.nextLong(-100_000, 100_000), random.nextInt(-3, 12)));
    }
    numbers.addAll(List.of(new BigDecimal("9.5"), new BigDecimal("10"), new BigDecimal("-10.25")));
    database.write(sql -> {
      numbers.forEach(
          number -> sql.update("insert into every_type (c_decimal) values (?)", number));
      return true;
    });
    var key = dialect.comparable(ColumnType.DECIMAL, "c_decimal");
    var text = dialect.select(ColumnType.DECIMAL, "c_decimal");
    var found =
        database.read(sql ->
            sql.list(
                "select " + text + " from every_type order by " + key,
                row -> new BigDecimal(row.text(1))));
    assertThat(found).as("seed %s", seed).isSortedAccordingTo(BigDecimal::compareTo);
    var pivot = new BigDecimal("10.0");
    assertThat(
            database.<Long>read(
                sql -> sql.number("select count(*) from every_type where " + key + " > ?", pivot)))
        .as("seed %s", seed)
        .isEqualTo(numbers.stream().filter(number -> number.compareTo(pivot) > 0).count());
  }

  @Test
  void text_is_ordered_by_code_point() {
    var words = List.of("B", "a", "ä", "z", "Z", "_", "👋", "é", "10", "9");
    database.write(sql -> {
      words.forEach(word -> sql.update("insert into every_type (c_text) values (?)", word));
      return true;
    });
    assertThat(
            database.<List<String>>read(sql ->
                sql.list("select c_text from every_type order by c_text", row -> row.text(1))))
        .containsExactly("10", "9", "B", "Z", "_", "a", "z", "ä", "é", "👋");
  }

  @Test
  void large_values_come_back_whole() {
    var large = "ü".repeat(300_000);
    assertThat(roundTrip(ColumnType.TEXT, large)).isEqualTo(large);
    assertThat(roundTrip(ColumnType.TEXT, "small")).isEqualTo("small");
  }

  private String roundTrip(ColumnType type, Object value) {
    var column = column(type);
    return database.write(sql -> {
      sql.update("delete from every_type");
      sql.update("insert into every_type (" + column + ") values (?)", value);
      return sql.first(
              "select " + dialect.text(type, column) + " from every_type", row -> row.text(1))
          .orElseThrow();
    });
  }

  private @Nullable Object value(ColumnType type, Object value) {
    var column = column(type);
    return database
        .write(sql -> {
          sql.update("delete from every_type");
          sql.update("insert into every_type (" + column + ") values (?)", value);
          var select = "select " + dialect.select(type, column) + " from every_type";
          return sql.list(select, row -> Optional.ofNullable(row.value(1, type))).getFirst();
        })
        .orElse(null);
  }

  private static String column(ColumnType type) {
    return "c_" + type.name().toLowerCase(java.util.Locale.ROOT);
  }
}

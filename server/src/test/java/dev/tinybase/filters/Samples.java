package dev.tinybase.filters;

import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.schema.Field;
import dev.tinybase.schema.FieldType;
import dev.tinybase.schema.Schema;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A schema with a field of every type, and variables of one caller. */
final class Samples {
  static final Schema SCHEMA =
      new Schema(
          List.of(
              field("title", new FieldType.Text(null, null, null, null, List.of())),
              field("price", new FieldType.Whole(null, null)),
              field("weight", new FieldType.Real(null, null)),
              field("amount", new FieldType.Decimal(null, null)),
              field("open", new FieldType.Bool()),
              field("day", new FieldType.Date()),
              field("at", new FieldType.DateTime()),
              field("meta", new FieldType.Json()),
              field("address", new FieldType.Dictionary()),
              field("things", new FieldType.ListOf(null, null, null)),
              field(
                  "tags",
                  new FieldType.ListOf(
                      new FieldType.Text(null, null, null, null, List.of()), null, null)),
              field("sizes", new FieldType.ListOf(new FieldType.Whole(null, null), null, null)),
              field("marks", new FieldType.ListOf(new FieldType.Real(null, null), null, null)),
              field("flags", new FieldType.ListOf(new FieldType.Bool(), null, null)),
              // The names of the columns that SQLite's json_each answers.
              field("value", new FieldType.ListOf(null, null, null)),
              field("type", new FieldType.Text(null, null, null, null, List.of())),
              hidden("secret", new FieldType.Text(null, null, null, null, List.of()))));

  static final UUID ALICE = UUID.fromString("0190a000-0000-7000-8000-00000000000a");
  static final UUID BOB = UUID.fromString("f190a000-0000-7000-8000-00000000000b");
  static final Instant NOW = Instant.parse("2026-11-22T22:18:10.123456Z");
  static final Variables CALLER = new Variables(ALICE, "alice@example.com", false, NOW);
  static final Variables ANONYMOUS = new Variables(null, null, false, NOW);

  private Samples() {}

  private static Field field(String name, FieldType type) {
    return new Field(name, type, false, true, null, null, null, false, false, false, false, false);
  }

  private static Field hidden(String name, FieldType type) {
    return new Field(name, type, false, true, null, null, null, false, false, false, true, false);
  }
}

package dev.tinybase.transfer;

import dev.tinybase.collections.Collection;
import dev.tinybase.schema.Schema;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A form of files of records, in UTF-8. */
public enum Format {
  /** One JSON object on each line. */
  NDJSON("application/x-ndjson"),
  /** One JSON array of objects. */
  JSON("application/json"),
  /** Comma-separated values with a header that names the fields (RFC 4180). */
  CSV("text/csv");

  private final String contentType;

  Format(String contentType) {
    this.contentType = contentType;
  }

  /** The format's name in requests and options: {@code ndjson}, {@code json} or {@code csv}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The media type. */
  public String contentType() {
    return contentType;
  }

  /** The format with a name. */
  public static Optional<Format> of(String word) {
    return Arrays.stream(values()).filter(format -> format.word().equals(word)).findFirst();
  }

  /** The format of a media type, whatever its parameters. */
  public static Optional<Format> ofContentType(String type) {
    return switch (type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT)) {
      case "application/x-ndjson", "application/ndjson", "application/jsonl" -> Optional.of(NDJSON);
      case "application/json" -> Optional.of(JSON);
      case "text/csv", "application/csv" -> Optional.of(CSV);
      case String _ -> Optional.empty();
    };
  }

  /** The format that a file's name tells, with or without {@code .gz} at its end. */
  public static Optional<Format> ofFile(String name) {
    var plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (plain.endsWith(".jsonl")) {
      return Optional.of(NDJSON);
    }
    return Arrays.stream(values())
        .filter(format -> plain.endsWith("." + format.word()))
        .findFirst();
  }

  /**
   * Reads a file's entries; CSV cells are converted by the types of the collection's fields.
   *
   * @param delimiter what separates the cells of CSV; null where the header is to tell
   */
  Entry.Source read(InputStream in, Collection collection, @Nullable Character delimiter) {
    return read(in, collection.schema(), collection.options().ignoreUnknown(), delimiter);
  }

  /**
   * The same by the fields of a schema.
   *
   * @param ignoreUnknown whether columns of CSV may have other names
   */
  Entry.Source read(
      InputStream in, Schema schema, boolean ignoreUnknown, @Nullable Character delimiter) {
    var reader = TextFile.read(in);
    return switch (this) {
      case NDJSON -> new NdjsonEntries(reader);
      case JSON -> new JsonEntries(reader);
      case CSV -> new CsvEntries(reader, new CsvColumns(schema, ignoreUnknown), delimiter);
    };
  }
}

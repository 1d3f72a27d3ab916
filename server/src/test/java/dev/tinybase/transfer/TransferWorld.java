package dev.tinybase.transfer;

import dev.tinybase.records.RecordWorld;
import dev.tinybase.testing.Engine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Files that go into collections and come out of them. */
final class TransferWorld implements AutoCloseable {
  final RecordWorld world;
  final Importer importer;
  final Exporter exporter;

  TransferWorld(Engine engine) {
    world = new RecordWorld(engine);
    exporter = new Exporter(world.records, Clock.systemUTC());
    importer = new Importer(world.collections, world.records);
  }

  void collection(String name, String fields) {
    world.collection(name, fields, "{}");
  }

  ImportResult load(String collection, String text, ImportOptions options) {
    return load(collection, text.getBytes(StandardCharsets.UTF_8), options);
  }

  ImportResult load(String collection, byte[] file, ImportOptions options) {
    return importer.run(
        RecordWorld.ADMIN, collection, new ByteArrayInputStream(file), options, _ -> {});
  }

  /** A whole collection as a file. */
  String dump(String collection, Format format) {
    return dump(collection, format, Map.of(), null);
  }

  /** The fields of the records in question, as CSV without its header and the system's columns. */
  List<String> rows(String collection, Map<String, List<String>> filter) {
    return dump(collection, Format.CSV, filter, null)
        .lines()
        .skip(1)
        .map(line -> line.split(",", 5)[4])
        .toList();
  }

  List<String> rows(String collection) {
    return rows(collection, Map.of()).stream().sorted().toList();
  }

  String dump(
      String collection,
      Format format,
      Map<String, List<String>> filter,
      @Nullable List<String> fields) {
    var out = new ByteArrayOutputStream();
    try {
      exporter
          .prepare(
              RecordWorld.ADMIN, collection, new ExportOptions(format, filter, fields, false, true))
          .writeTo(out, _ -> {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  static ImportOptions goOn(Format format) {
    return new ImportOptions(
        format, ImportOptions.Mode.INSERT, "id", false, ImportOptions.OnError.CONTINUE, true, null);
  }

  static ImportOptions upsert(Format format, String on) {
    return new ImportOptions(
        format, ImportOptions.Mode.UPSERT, on, false, ImportOptions.OnError.STOP, true, null);
  }

  static ImportOptions dry(ImportOptions options) {
    return new ImportOptions(
        options.format(),
        options.mode(),
        options.on(),
        true,
        options.onError(),
        options.asksHooks(),
        options.delimiter());
  }

  @Override
  public void close() {
    world.close();
  }
}

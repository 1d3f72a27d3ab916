package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * Imports files of any size into collections, in bounded memory: while one chunk of some hundred
 * lines is written, the next is read and checked. Every chunk is a transaction, so other writers
 * wait for milliseconds only, and an import that ends early keeps the chunks before.
 */
public final class Importer {
  private static final int AT_ONCE = 2;

  private final Database database;
  private final CollectionService collections;
  private final InstantSource clock;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  public Importer(Database database, CollectionService collections, InstantSource clock) {
    this.database = database;
    this.collections = collections;
    this.clock = clock;
  }

  /**
   * Imports a file. Bad lines are in the result; what is wrong with the request is a problem: 403
   * for others than admins, 404 for an unknown collection, 400 for options that make no sense, 503
   * while two imports run already or the database refuses writes.
   *
   * @param file not compressed; closed by the caller
   * @param progress told the number of lines dealt with, after each chunk
   */
  public ImportResult run(
      Principal principal,
      String collection,
      InputStream file,
      ImportOptions options,
      LongConsumer progress) {
    Transfers.adminsOnly(principal, "import");
    var table = new RecordTable(collections.get(collection), database.dialect());
    var parser = new ImportParser(table, principal.userId(), options, clock);
    Runnable current = () -> collections.requireCurrent(table.collection());
    var writer = new ImportWriter(database, current, table, options);
    if (!slots.tryAcquire()) {
      throw Problem.unavailable("too_many_imports", "Two imports run already; try again.", 5);
    }
    try {
      var entries = options.format().read(file, table.schema());
      var reader = new ImportReader(entries, parser, options);
      return new ImportRun(reader, writer, options, progress).run();
    } finally {
      slots.release();
    }
  }
}

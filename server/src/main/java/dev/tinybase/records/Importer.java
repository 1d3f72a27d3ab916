package dev.tinybase.records;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.errors.Problem;
import java.io.InputStream;
import java.util.concurrent.Semaphore;
import java.util.function.LongConsumer;

/**
 * Imports files of any size into collections, in bounded memory: while one chunk of some hundred
 * lines is written, the next is read and checked. Every chunk is a transaction, so other writers
 * wait for milliseconds only, and an import that ends early keeps the chunks before.
 */
public final class Importer {
  private static final int AT_ONCE = 2;

  private final CollectionService collections;
  private final RecordService records;
  private final Semaphore slots = new Semaphore(AT_ONCE);

  public Importer(CollectionService collections, RecordService records) {
    this.collections = collections;
    this.records = records;
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
    var target = collections.get(collection);
    if (options.mode() == ImportOptions.Mode.UPSERT) {
      Mutation.Upsert.requireUnique(target.schema(), options.on());
    }
    if (!slots.tryAcquire()) {
      throw Problem.unavailable("too_many_imports", "Two imports run already; try again.", 5);
    }
    try {
      var entries = options.format().read(file, target.schema());
      var parser = new ImportParser(records, principal, target, options);
      var reader = new ImportReader(entries, parser, options);
      return new ImportRun(reader, new ImportWriter(records, options), options, progress).run();
    } finally {
      slots.release();
    }
  }
}

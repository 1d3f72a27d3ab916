package dev.tinybase.transfer;

/**
 * How a file is imported.
 *
 * @param mode whether records that exist are changed
 * @param on the field by which {@link Mode#UPSERT} finds them: {@code id} or a unique field
 * @param dryRun whether everything is tried and then undone
 * @param onError what a bad line does
 */
public record ImportOptions(Format format, Mode mode, String on, boolean dryRun, OnError onError) {
  /** Inserts every line and stops at the first bad one. */
  public static ImportOptions insert(Format format) {
    return new ImportOptions(format, Mode.INSERT, "id", false, OnError.STOP);
  }

  /** What becomes of lines whose record exists. */
  public enum Mode {
    /** They are bad lines. */
    INSERT,
    /** They change the fields that they name. */
    UPSERT
  }

  /** What a bad line does. */
  public enum OnError {
    /** It ends the import; what came before it stays. */
    STOP,
    /** It is left out. */
    CONTINUE
  }
}

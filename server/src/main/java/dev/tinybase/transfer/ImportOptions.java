package dev.tinybase.transfer;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a file is imported.
 *
 * @param mode whether records that exist are changed
 * @param on the field by which {@link Mode#UPSERT} finds them: {@code id} or a unique field
 * @param dryRun whether everything is tried and then undone
 * @param onError what a bad line does
 * @param asksHooks whether the handlers of before-hooks are asked about each line
 * @param delimiter what separates the cells of CSV; null where the header is to tell
 */
public record ImportOptions(
    Format format,
    Mode mode,
    String on,
    boolean dryRun,
    OnError onError,
    boolean asksHooks,
    @Nullable Character delimiter) {
  /** Inserts every line and stops at the first bad one. */
  public static ImportOptions insert(Format format) {
    return new ImportOptions(format, Mode.INSERT, "id", false, OnError.STOP, true, null);
  }

  /** The same with another delimiter. */
  public ImportOptions with(char other) {
    return new ImportOptions(format, mode, on, dryRun, onError, asksHooks, other);
  }

  /**
   * The character of a delimiter's name: {@code comma}, {@code semicolon}, {@code tab}, {@code
   * pipe}, or the character itself; nothing for another text.
   */
  public static Optional<Character> delimiter(String text) {
    return switch (text) {
      case "comma" -> Optional.of(',');
      case "semicolon" -> Optional.of(';');
      case "tab", "\t", "\\t" -> Optional.of('\t');
      case "pipe" -> Optional.of('|');
      case String other when other.matches("[!#-&(-/:-@\\[-`{-~]") -> Optional.of(other.charAt(0));
      case String _ -> Optional.empty();
    };
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

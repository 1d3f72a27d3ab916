package dev.tinybase.cli;

import dev.tinybase.errors.DidYouMean;
import dev.tinybase.functions.host.LogLine;
import dev.tinybase.transfer.ImportOptions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads an option that is one of a few words, and says which there are when it is none. */
abstract sealed class EnumConverter<E extends Enum<E>> implements ITypeConverter<E> {
  private final Class<E> type;

  private EnumConverter(Class<E> type) {
    this.type = type;
  }

  @Override
  public E convert(String word) {
    var constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> constant.name().equalsIgnoreCase(word))
        .findFirst()
        .orElseThrow(() -> new TypeConversionException(refusal(word, words(constants))));
  }

  private static List<String> words(Enum<?>[] constants) {
    return Arrays.stream(constants)
        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
        .toList();
  }

  private static String refusal(String word, List<String> words) {
    return "must be %s, not '%s'%s"
        .formatted(String.join(" or ", words), word, DidYouMean.hint(word, words));
  }

  /** ndjson, json, csv. */
  static final class Format extends EnumConverter<dev.tinybase.transfer.Format> {
    Format() {
      super(dev.tinybase.transfer.Format.class);
    }
  }

  /** insert, upsert. */
  static final class Mode extends EnumConverter<ImportOptions.Mode> {
    Mode() {
      super(ImportOptions.Mode.class);
    }
  }

  /** stop, continue. */
  static final class OnError extends EnumConverter<ImportOptions.OnError> {
    OnError() {
      super(ImportOptions.OnError.class);
    }
  }

  /** debug, info, warning, error. */
  static final class LogLevel extends EnumConverter<LogLine.Level> {
    LogLevel() {
      super(LogLine.Level.class);
    }
  }
}

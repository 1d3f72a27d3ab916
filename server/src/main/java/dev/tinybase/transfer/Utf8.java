package dev.tinybase.transfer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * UTF-8 in which a malformed byte spoils its own entry only: it becomes an unpaired surrogate,
 * which no well-formed UTF-8 can hold.
 */
final class Utf8 {
  static final char MALFORMED = '\ud800';

  private static final char BYTE_ORDER_MARK = '\ufeff';
  private static final int BUFFER = 1 << 16;

  private Utf8() {}

  static Reader reader(InputStream in) {
    var decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MALFORMED));
    return withoutMark(new BufferedReader(new InputStreamReader(in, decoder), BUFFER));
  }

  private static Reader withoutMark(Reader reader) {
    try {
      reader.mark(1);
      if (reader.read() != BYTE_ORDER_MARK) {
        reader.reset();
      }
    } catch (IOException _) {
      // the next read meets the same failure, and tells its line
    }
    return reader;
  }

  static boolean isMalformed(CharSequence text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) == MALFORMED
          && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))) {
        return true;
      }
    }
    return false;
  }
}

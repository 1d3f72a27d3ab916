package dev.tinybase.transfer;

import dev.tinybase.json.Json;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A file's text, in UTF-8, or in UTF-16 where a byte order mark says so. A malformed byte spoils
 * its own entry only: it becomes an unpaired surrogate, which no well-formed text can hold.
 */
final class TextFile {
  private static final char MALFORMED = '\ud800';
  private static final int BUFFER = 1 << 16;

  private TextFile() {}

  static BufferedReader read(InputStream in) {
    var bytes = new BufferedInputStream(in, BUFFER);
    var decoder =
        charset(bytes)
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE)
            .replaceWith(String.valueOf(MALFORMED));
    return new BufferedReader(new InputStreamReader(bytes, decoder), BUFFER);
  }

  /** What the byte order mark says, which is skipped. */
  private static Charset charset(InputStream in) {
    try {
      in.mark(3);
      var begin = in.readNBytes(3);
      in.reset();
      if (begins(begin, 0xef, 0xbb, 0xbf)) {
        in.skipNBytes(3);
      } else if (begins(begin, 0xfe, 0xff) || begins(begin, 0xff, 0xfe)) {
        in.skipNBytes(2);
        return begin[0] == (byte) 0xfe ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
      }
    } catch (IOException _) {
      // the next read meets the same failure, and tells its line
    }
    return StandardCharsets.UTF_8;
  }

  private static boolean begins(byte[] bytes, int... mark) {
    return bytes.length >= mark.length
        && IntStream.range(0, mark.length).allMatch(i -> (bytes[i] & 0xff) == mark[i]);
  }

  /** Why no database can keep a text, to follow its line; null for others. */
  static @Nullable String flaw(String text) {
    if (isMalformed(text)) {
      return "is not valid UTF-8";
    }
    var flaw = Json.flaw(text);
    return flaw == null ? null : "holds " + flaw + "; remove it";
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

package dev.tinybase.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Bytes that look like JSON from afar. */
final class DamagedJson {
  private static final String WHOLE =
      """
      {"data":{"title":"a\\u00e9\\n","count":-12,"ratio":1.5e3,"price":"0.10","flag":true,\
      "tags":["x","é"],"extra":{"a":[null,{"b":1e5}]}},"refresh_token":"abc"}\
      """;

  private static final String[] PIECES = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    "\\u",
    "\\ud800",
    "\0",
    "null",
    "tru",
    "NaN",
    "-",
    "1e99999999999",
    "1e-2147483648",
    "0.5E+2147483647",
    "9".repeat(1200),
    "{\"a\":".repeat(120),
    "\ufeff",
    "/*",
    "'",
    "\n",
    "\"data\":",
    "\ud83d\ude00",
    "+"
  };

  private DamagedJson() {}

  static byte[] next(Random random) {
    if (random.nextInt(8) == 0) {
      var noise = new byte[random.nextInt(1, 64)];
      random.nextBytes(noise);
      return noise;
    }
    var text = new StringBuilder(WHOLE);
    for (int i = random.nextInt(1, 4); i > 0; i--) {
      int from = random.nextInt(text.length());
      int to = Math.min(text.length(), from + random.nextInt(4));
      text.replace(from, to, PIECES[random.nextInt(PIECES.length)]);
    }
    var bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    return bytes;
  }
}

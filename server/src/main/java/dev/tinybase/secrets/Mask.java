package dev.tinybase.secrets;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.tinybase.json.Json;
import java.util.Arrays;
import java.util.Base64;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Secrets that were given out, and what hides them in texts: as they are, line by line, and as
 * JSON, URLs and Base64 write them. Used by any thread; while it has none it does nothing.
 */
public final class Mask {
  /** Shorter values would hide half of every text and give themselves away by that. */
  private static final int LEAST = 4;

  /** What is shorter in Base64 might stand there by chance. */
  private static final int LEAST_BASE64 = 8;

  private static final int MOST = 1_000;
  private static final String HIDDEN = "***";
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** What writers of URLs leave as it is, from the strictest to the laxest of them. */
  private static final String[] UNRESERVED = {
    "-._~", "-._*", "-_.!~*'()", "-_.!~*'():@&=+$,;/", "-_.!~*'():@&=+$,;/?"
  };

  private final Map<String, List<String>> secrets = new LinkedHashMap<>(); // by this; with forms
  private volatile String[] forms = {}; // the longest first, for one may be a part of another

  /** From now on this secret is hidden. Of very many the oldest are forgotten. */
  public void add(String secret) {
    add(secret, this);
  }

  /** The same, with the work that another one has done for it already. */
  public void add(String secret, Mask other) {
    if (secret.length() >= LEAST) {
      add(secret, other.forms(secret));
    }
  }

  private synchronized List<String> forms(String secret) {
    var known = secrets.get(secret);
    return known == null ? allForms(secret).distinct().toList() : known;
  }

  private synchronized void add(String secret, List<String> found) {
    if (secrets.putIfAbsent(secret, found) != null) {
      return;
    }
    if (secrets.size() > MOST) {
      secrets.remove(secrets.keySet().iterator().next());
    }
    forms =
        secrets.values().stream()
            .flatMap(List::stream)
            .distinct()
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toArray(String[]::new);
  }

  /** Whether there is nothing to hide. */
  public boolean isEmpty() {
    return forms.length == 0;
  }

  /** The text with {@code ***} in place of each secret that has four characters or more. */
  public String hide(String text) {
    var hidden = text;
    for (var form : forms) {
      hidden = hidden.replace(form, HIDDEN);
    }
    return hidden;
  }

  /** The same of bytes, of which nothing is known; others than those of secrets stay. */
  public byte[] hide(byte[] bytes) {
    var text = new String(bytes, ISO_8859_1);
    var hidden = text;
    for (var form : forms) {
      hidden = hidden.replace(new String(form.getBytes(UTF_8), ISO_8859_1), HIDDEN);
    }
    return hidden.equals(text) ? bytes : hidden.getBytes(ISO_8859_1);
  }

  /** The same of a JSON document, which stays one. */
  public byte[] hideJson(byte[] json) {
    var text = new String(json, UTF_8);
    if (!text.contains("\\u") && Arrays.stream(forms).noneMatch(text::contains)) {
      return json;
    }
    try {
      return Json.bytes(hide(Json.trusted(json)));
    } catch (JacksonException _) {
      return Json.bytes(NODES.stringNode(HIDDEN));
    }
  }

  private JsonNode hide(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        var hidden = NODES.objectNode();
        object.forEachEntry((name, value) -> hidden.set(hide(name), hide(value)));
        yield hidden;
      }
      case ArrayNode array -> {
        var hidden = NODES.arrayNode();
        array.forEach(value -> hidden.add(hide(value)));
        yield hidden;
      }
      default -> {
        var text = node.isString() ? node.stringValue() : node.toString();
        var hidden = hide(text);
        yield hidden.equals(text) ? node : NODES.stringNode(hidden);
      }
    };
  }

  private static Stream<String> allForms(String secret) {
    var lines = secret.lines().map(String::strip).filter(line -> line.length() >= LEAST_BASE64);
    return Stream.concat(Stream.of(secret), lines)
        .flatMap(text ->
            Stream.of(Stream.of(text), json(text), percent(text), base64(text)).flatMap(s -> s));
  }

  private static Stream<String> json(String text) {
    var quoted = Json.text(NODES.stringNode(text));
    var escaped = quoted.substring(1, quoted.length() - 1);
    return Stream.of(escaped, escaped.replace("/", "\\/"));
  }

  private static Stream<String> percent(String text) {
    return Arrays.stream(UNRESERVED)
        .map(unreserved -> percent(text, unreserved))
        .flatMap(form -> Stream.of(form, form.replace("%20", "+")))
        .flatMap(form -> Stream.of(form, lowerCaseHex(form)));
  }

  private static String percent(String text, String unreserved) {
    var out = new StringBuilder();
    for (byte b : text.getBytes(UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || unreserved.indexOf(c) >= 0);
      out.append(plain ? String.valueOf(c) : "%%%02X".formatted((int) c));
    }
    return out.toString();
  }

  private static String lowerCaseHex(String form) {
    var out = new StringBuilder(form);
    for (int i = out.indexOf("%"); i >= 0; i = out.indexOf("%", i + 1)) {
      int end = Math.min(i + 3, out.length());
      out.replace(i, end, out.substring(i, end).toLowerCase(Locale.ROOT));
    }
    return out.toString();
  }

  /**
   * What is left of the text in Base64, wherever it begins within what is written: its first and
   * last characters also hold bits of what stands before and behind it.
   */
  private static Stream<String> base64(String text) {
    var utf8 = text.getBytes(UTF_8);
    return Stream.of(0, 1, 2)
        .flatMap(before -> {
          var shifted = new byte[before + utf8.length];
          System.arraycopy(utf8, 0, shifted, before, utf8.length);
          int from = (before * 8 + 5) / 6;
          int to = shifted.length * 8 / 6;
          return Stream.of(Base64.getEncoder(), Base64.getUrlEncoder())
              .map(encoder -> encoder.encodeToString(shifted).substring(from, Math.max(from, to)));
        })
        .filter(form -> form.length() >= LEAST_BASE64);
  }
}

package dev.tinybase.api;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import dev.tinybase.text.Texts;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Conditional requests (RFC 9110, section 13) over an entity tag such as {@code "7"}, or {@code
 * "7-2"} where the second number tells which schema the text was made by, and a third part the text
 * itself where hooks had a say in it. A weak one, {@code W/"7"}, comes from a proxy that has zipped
 * the answer, and means the same version.
 */
public final class ETags {
  private static final Pattern VERSION =
      Pattern.compile("(?:W/)?\"([0-9]{1,18})(?:-[0-9]{1,9}(?:-[0-9a-f]{16})?)?\"");

  private ETags() {}

  /** The tag of a body, by its content. */
  static String of(byte[] body) {
    return '"' + Sha256.hex(body).substring(0, 24) + '"';
  }

  /** Whether the client holds this version already, so that 304 answers a read. */
  public static boolean unchanged(Request request, String etag) {
    return request.header("If-None-Match").filter(held -> matches(held, etag)).isPresent();
  }

  /** Refuses a change with 412 when {@code If-Match} names other versions than this. */
  public static void require(Request request, String etag) {
    var demand = request.header("If-Match");
    if (demand.isPresent() && !matches(demand.get(), etag)) {
      throw stale();
    }
  }

  /**
   * The version that {@code If-Match} demands, for a check within the write; empty without the
   * header and for {@code *}. A header that names no version can't match: 412.
   */
  public static Optional<Long> demandedVersion(Request request) {
    var demand = request.header("If-Match").map(String::strip).filter(tag -> !tag.equals("*"));
    if (demand.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(version(demand.get()));
  }

  /** The version that a tag names; 412 for one that names none, as it can't match. */
  public static long version(String tag) {
    var version = VERSION.matcher(tag);
    if (!version.matches()) {
      throw stale(
          "'%s' names no version of a record. Read it again and send its ETag as it came."
              .formatted(Texts.abbreviate(tag, 100)));
    }
    return Long.parseLong(version.group(1));
  }

  /** The 412 problem. */
  public static Problem stale() {
    return stale("It has changed since you read it. Read it again and repeat the change.");
  }

  private static Problem stale(String detail) {
    return Problem.of(Problem.Kind.PRECONDITION_FAILED, "stale_version", detail);
  }

  private static boolean matches(String header, String etag) {
    if (header.equals(etag)) {
      return true;
    }
    for (var part : header.split(",", 100)) {
      var tag = part.strip();
      if (tag.equals("*") || tag.equals(etag) || tag.equals("W/" + etag)) {
        return true;
      }
    }
    return false;
  }
}

package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address. The syntax check is sane rather than complete (RFC 5322 allows much that no
 * mailbox has): a dot-atom, also of letters beyond ASCII, at a host name. Special-use domains such
 * as {@code admin@localhost} pass.
 *
 * @param text as the person wrote it, with the domain in lower case
 * @param key what two spellings of one address have in common: NFC, lower case, the domain in ASCII
 */
public record Email(String text, String key) {
  /** The longest address that mail servers deliver to (RFC 5321, errata 1690). */
  public static final int MAX_LENGTH = 254;

  private static final String ATOM_SYMBOLS = "!#$%&'*+/=?^_`{|}~-";

  /** The address in a text; nothing where the text is none. */
  public static Optional<Email> parse(String input) {
    var text = Normalizer.normalize(input.strip(), Normalizer.Form.NFC);
    int at = text.indexOf('@');
    if (text.length() > MAX_LENGTH || at < 1 || at != text.lastIndexOf('@')) {
      return Optional.empty();
    }
    var local = text.substring(0, at);
    var domain = text.substring(at + 1).toLowerCase(Locale.ROOT);
    var ascii = ascii(domain);
    if (!isLocal(local) || ascii == null || !isHost(ascii)) {
      return Optional.empty();
    }
    return Optional.of(new Email(local + "@" + domain, lower(local) + "@" + ascii));
  }

  /** The address in a text; a 400 problem where the text is none. */
  public static Email of(String input) {
    return parse(input)
        .orElseThrow(() ->
            Problem.badRequest(
                "invalid_email",
                "The e-mail is not a valid address; it should look like ada@example.org"));
  }

  private static String lower(String local) {
    return Normalizer.normalize(local.toLowerCase(Locale.ROOT), Normalizer.Form.NFC);
  }

  private static @Nullable String ascii(String domain) {
    try {
      return IDN.toASCII(domain, IDN.USE_STD3_ASCII_RULES).toLowerCase(Locale.ROOT);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static boolean isLocal(String local) {
    return local.length() <= 64
        && !local.startsWith(".")
        && !local.endsWith(".")
        && !local.contains("..")
        && local.codePoints().allMatch(Email::isAtom);
  }

  private static boolean isAtom(int c) {
    return c == '.'
        || Character.isLetterOrDigit(c)
        || ATOM_SYMBOLS.indexOf(c) >= 0
        || Character.getType(c) == Character.NON_SPACING_MARK;
  }

  /** Labels of letters, digits and inner hyphens; at least two of them, or localhost. */
  private static boolean isHost(String domain) {
    var labels = domain.split("\\.", -1);
    if (labels.length < 2 && !domain.equals("localhost")) {
      return false;
    }
    for (var label : labels) {
      if (label.isEmpty() || label.length() > 63) {
        return false;
      }
    }
    return !isNumber(labels[labels.length - 1]);
  }

  private static boolean isNumber(String label) {
    return label.chars().allMatch(c -> c >= '0' && c <= '9');
  }
}

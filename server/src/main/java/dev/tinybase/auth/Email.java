package dev.tinybase.auth;

import dev.tinybase.errors.Problem;
import java.net.IDN;
import java.text.Normalizer;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An e-mail address. The syntax check is sane rather than complete (RFC 5322 allows much that no
 * mailbox has): a dot-atom, also of letters beyond ASCII, at a host name. Special-use domains such
 * as {@code admin@localhost} pass. Letters are prepared as RFC 8265 does for user names: those of
 * full width are the usual ones, and what looks like another letter or like nothing is refused.
 *
 * @param text as the person wrote it, with the usual widths and the domain in lower case
 * @param key what two spellings of one address have in common: NFC, lower case, the domain in ASCII
 */
public record Email(String text, String key) {
  /** The longest address that mail servers deliver to (RFC 5321, errata 1690). */
  public static final int MAX_LENGTH = 254;

  private static final String ATOM_SYMBOLS = "!#$%&'*+/=?^_`{|}~-";
  private static final Pattern OTHER_WIDTHS = Pattern.compile("[\uff01-\uffee]+");

  /** Letters and marks that nobody sees; formats such as U+200B are none of either. */
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cf}\\p{Cc}\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0"
              + "\\x{e0100}-\\x{e01ef}]");

  /** What domains of today tell apart from ss and σ, and the JDK's older rules do not. */
  private static final Pattern AMBIGUOUS = Pattern.compile("[ßẞς]");

  /** The address in a text; nothing where the text is none. */
  public static Optional<Email> parse(String input) {
    var usual =
        OTHER_WIDTHS
            .matcher(input.strip())
            .replaceAll(wide ->
                Matcher.quoteReplacement(Normalizer.normalize(wide.group(), Normalizer.Form.NFKC)));
    var text = Normalizer.normalize(usual, Normalizer.Form.NFC);
    if (INVISIBLE.matcher(input.strip()).find()) {
      return Optional.empty();
    }
    int at = text.indexOf('@');
    if (text.length() > MAX_LENGTH || at < 1 || at != text.lastIndexOf('@')) {
      return Optional.empty();
    }
    var local = text.substring(0, at);
    var domain = text.substring(at + 1).replace('\u3002', '.').toLowerCase(Locale.ROOT);
    var ascii = AMBIGUOUS.matcher(domain).find() ? null : ascii(domain);
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
        && Normalizer.isNormalized(local, Normalizer.Form.NFKC)
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

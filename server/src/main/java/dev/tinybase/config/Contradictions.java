package dev.tinybase.config;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Values that are right by themselves but not together. */
final class Contradictions {
  private Contradictions() {}

  static void find(Values values, List<Complaint> complaints) {
    shortSecret(values, complaints);
    anyOriginAndOthers(values, complaints);
  }

  /** RFC 7518, section 3.2: the key must be at least as long as the hash. */
  private static void shortSecret(Values values, List<Complaint> complaints) {
    var secret = values.find(Keys.JWT_SECRET);
    var algorithm = values.get(Keys.JWT_ALGORITHM);
    int needed = Integer.parseInt(algorithm.substring(2)) / 8;
    if (secret != null && secret.getBytes(StandardCharsets.UTF_8).length < needed) {
      complaints.add(
          new Complaint(
              values.origin(Keys.JWT_SECRET),
              ("'jwt.secret_key' must be %d bytes or longer for %s; make one with"
                      + " 'openssl rand -base64 64', or leave it out to have one made")
                  .formatted(needed, algorithm)));
    }
  }

  private static void anyOriginAndOthers(Values values, List<Complaint> complaints) {
    var origins = values.get(Keys.ORIGINS);
    if (origins.size() > 1 && origins.contains("*")) {
      complaints.add(
          new Complaint(
              values.origin(Keys.ORIGINS),
              "'cors.allow_origins' has '*' beside other origins; keep '*' alone, or the others"));
    }
  }
}

package dev.tinybase.endtoend;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.tinybase.json.Json;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** Tokens that look like a real one and must not be taken for one. */
final class Forgery {
  private static final String OTHER_SECRET = "another-secret-of-the-same-length-9876543210-";

  private final String genuine;
  private final JWSHeader header;
  private final JWTClaimsSet claims;

  Forgery(String genuine) throws ParseException {
    this.genuine = genuine;
    var token = SignedJWT.parse(genuine);
    header = token.getHeader();
    claims = token.getJWTClaimsSet();
  }

  /**
   * A token signed as the server signs, with the same claims: it shows that the others fail for
   * their own reason.
   */
  String faithful() throws JOSEException {
    return sign(World.SECRET, claims);
  }

  /** Every forgery by what is wrong with it. */
  Map<String, String> all() throws JOSEException {
    var parts = genuine.split("\\.", -1);
    Map<String, String> all = new LinkedHashMap<>();
    all.put("empty", "");
    all.put("one word", "junk");
    all.put("three dots", "...");
    all.put("no JSON", "a.b.c");
    all.put("SQL", "' or '1'='1");
    all.put("very long", "x".repeat(8000));
    for (var none : new String[] {"none", "None", "NONE", "nOnE"}) {
      all.put("alg " + none, header(none) + "." + parts[1] + ".");
      all.put("alg " + none + " with a signature", header(none) + "." + parts[1] + "." + parts[2]);
    }
    all.put("alg HS512", header("HS512") + "." + parts[1] + "." + parts[2]);
    all.put("alg RS256", header("RS256") + "." + parts[1] + "." + parts[2]);
    all.put("no signature", parts[0] + "." + parts[1] + ".");
    all.put("zero signature", parts[0] + "." + parts[1] + "." + "A".repeat(43));
    all.put("cut signature", genuine.substring(0, genuine.length() - 4));
    all.put(
        "other claims",
        parts[0] + "." + encode("{\"sub\":\"" + UUID.randomUUID() + "\"}") + "." + parts[2]);
    all.put("other key", sign(OTHER_SECRET, claims));
    all.put("no key id", sign(World.SECRET, new JWSHeader(JWSAlgorithm.HS256), claims));
    all.put("empty key id path", signWithKey("../../../../dev/null"));
    all.put("key id with SQL", signWithKey("x' union select 'secret"));
    all.put("expired", sign(World.SECRET, edit().expirationTime(Date.from(Instant.EPOCH)).build()));
    all.put("never expires", sign(World.SECRET, edit().expirationTime(null).build()));
    all.put("of type refresh", sign(World.SECRET, edit().claim("type", "refresh").build()));
    all.put("without type", sign(World.SECRET, edit().claim("type", null).build()));
    all.put(
        "unknown user", sign(World.SECRET, edit().subject(UUID.randomUUID().toString()).build()));
    all.put("no user", sign(World.SECRET, edit().subject(null).build()));
    all.put("user that is no id", sign(World.SECRET, edit().subject("' or 1=1").build()));
    return all;
  }

  private JWTClaimsSet.Builder edit() {
    return new JWTClaimsSet.Builder(claims);
  }

  private String sign(String secret, JWTClaimsSet content) throws JOSEException {
    return sign(secret, header, content);
  }

  private String signWithKey(String id) throws JOSEException {
    return sign(OTHER_SECRET, new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(id).build(), claims);
  }

  private static String sign(String secret, JWSHeader header, JWTClaimsSet claims)
      throws JOSEException {
    var token = new SignedJWT(header, claims);
    token.sign(new MACSigner(secret));
    return token.serialize();
  }

  private static String header(String algorithm) {
    return encode(Json.text(Json.object().put("alg", algorithm).put("typ", "JWT")));
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}

package dev.tinybase.auth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.SignedJWT;
import dev.tinybase.json.Json;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.ObjectNode;

/** Tokens that are nearly good: each differs from a good one in the thing that its name tells. */
final class ForgedTokens {
  private final IssuedTokens grant;
  private final UUID sessionId;
  private final String keyId;
  private final long now;

  ForgedTokens(IssuedTokens grant, Instant now) throws Exception {
    var good = SignedJWT.parse(grant.accessToken());
    this.grant = grant;
    this.sessionId = UUID.fromString(good.getJWTClaimsSet().getStringClaim("sid"));
    this.keyId = good.getHeader().getKeyID();
    this.now = now.getEpochSecond();
  }

  /** The token that the others are variations of; it must be accepted. */
  String good() {
    return token(header(), claims());
  }

  Map<String, String> all() throws Exception {
    var all = new LinkedHashMap<String, String>();
    algorithms(all);
    keys(all);
    headers(all);
    claims(all);
    shapes(all);
    return all;
  }

  private void algorithms(Map<String, String> all) throws Exception {
    for (var none : new String[] {"none", "None", "NONE", "nOnE", ""}) {
      var unsigned = part(header().put("alg", none)) + "." + part(claims()) + ".";
      all.put("alg '" + none + "' without signature", unsigned);
      all.put("alg '" + none + "' with a signature", token(header().put("alg", none), claims()));
    }
    all.put("alg HS512 with the right key", hs512());
    all.put("alg RS256 with our key id", rs256());
    all.put("alg HS256 in lower case", token(header().put("alg", "hs256"), claims()));
    all.put("alg null", token(header().putNull("alg"), claims()));
    all.put("no alg", token(without(header(), "alg"), claims()));
    all.put("alg as a list", token(with(header(), "alg", "[\"HS256\"]"), claims()));
  }

  private void keys(Map<String, String> all) {
    all.put("key of another instance", signed(header(), claims(), "x".repeat(64)));
    all.put("empty key", signed(header(), claims(), " "));
    all.put("no kid", token(without(header(), "kid"), claims()));
    all.put("kid null", token(header().putNull("kid"), claims()));
    all.put("kid empty", token(header().put("kid", ""), claims()));
    all.put("kid unknown", token(header().put("kid", "other"), claims()));
    all.put("kid a path", signed(header().put("kid", "/dev/null"), claims(), "\0"));
    all.put("kid SQL", token(header().put("kid", "' or '1'='1"), claims()));
    all.put("kid a number", token(header().put("kid", 1), claims()));
  }

  private void headers(Map<String, String> all) {
    all.put("crit", token(with(header(), "crit", "[\"exp\"]"), claims()));
    all.put("b64 false", token(with(header(), "b64", "false"), claims()));
    all.put("jku", token(header().put("jku", "https://example.org/keys"), claims()));
    all.put(
        "jwk of its own", token(with(header(), "jwk", "{\"kty\":\"oct\",\"k\":\"eA\"}"), claims()));
    all.put("x5u", token(header().put("x5u", "https://example.org/cert"), claims()));
    all.put("deep header", deepHeader());
  }

  private void claims(Map<String, String> all) {
    all.put("expired", token(header(), claims().put("exp", now - 1)));
    all.put("expires now", token(header(), claims().put("exp", now)));
    all.put("exp as text", token(header(), claims().put("exp", "" + (now + 600))));
    all.put("exp before iat", token(header(), claims().put("iat", now + 50).put("exp", now + 10)));
    all.put("no exp", token(header(), without(claims(), "exp")));
    all.put("exp null", token(header(), claims().putNull("exp")));
    all.put("exp beyond all time", token(header(), with(claims(), "exp", "1e400")));
    all.put(
        "iat in the future",
        token(header(), claims().put("iat", now + 3600).put("exp", now + 7200)));
    all.put("no iat", token(header(), without(claims(), "iat")));
    all.put("type refresh", token(header(), claims().put("type", "refresh")));
    all.put("type reset", token(header(), claims().put("type", "reset")));
    all.put("no type", token(header(), without(claims(), "type")));
    all.put("type a list", token(header(), with(claims(), "type", "[\"access\"]")));
    all.put("scope internal", token(header(), claims().put("scope", "internal")));
    all.put("no scope", token(header(), without(claims(), "scope")));
    all.put("no jti", token(header(), without(claims(), "jti")));
    all.put("no sub", token(header(), without(claims(), "sub")));
    all.put("sub null", token(header(), claims().putNull("sub")));
    all.put("sub of nobody", token(header(), claims().put("sub", UUID.randomUUID().toString())));
    all.put("sub no UUID", token(header(), claims().put("sub", "admin")));
    all.put("sub SQL", token(header(), claims().put("sub", "' or 1=1 --")));
    all.put("sub an object", token(header(), with(claims(), "sub", "{\"ne\": null}")));
    all.put("no sid", token(header(), without(claims(), "sid")));
    all.put(
        "sid of no session", token(header(), claims().put("sid", UUID.randomUUID().toString())));
    all.put("sid no UUID", token(header(), claims().put("sid", "1")));
  }

  private void shapes(Map<String, String> all) {
    var good = good();
    var parts = good.split("\\.", -1);
    all.put("refresh token as access token", grant.refreshToken());
    all.put("empty signature", parts[0] + "." + parts[1] + ".");
    all.put("zero signature", parts[0] + "." + parts[1] + "." + "A".repeat(43));
    all.put(
        "payload of another",
        parts[0] + "." + part(claims().put("is_admin", true)) + "." + parts[2]);
    all.put("spare bits of the signature", sparedBits(good));
    all.put("padded", good + "=");
    all.put("a space in it", good.substring(0, 20) + " " + good.substring(20));
    all.put("two parts", parts[0] + "." + parts[1]);
    all.put("four parts", good + ".x");
    all.put("five parts (JWE)", good + ".x.y");
    all.put("payload no object", token(header(), "[]"));
    all.put("payload no JSON", token(header(), "hello"));
    all.put("header no JSON", Base64URL.encode("hello") + "." + parts[1] + "." + parts[2]);
    all.put("empty", "");
    all.put("dots", "..");
    all.put("junk", "Tokens are for the birds");
    all.put("junk beyond ASCII", "\u2603.\u2603.\u2603");
    all.put("very long", "a".repeat(100_000));
    all.put("long header", token(header().put("pad", "a".repeat(5000)), claims()));
  }

  private ObjectNode header() {
    return Json.object().put("alg", "HS256").put("typ", "JWT").put("kid", keyId);
  }

  private ObjectNode claims() {
    return Json.object()
        .put("sub", grant.account().id().toString())
        .put("exp", now + 600)
        .put("iat", now)
        .put("jti", UUID.randomUUID().toString())
        .put("sid", sessionId.toString())
        .put("is_admin", true)
        .put("type", "access")
        .put("scope", "user");
  }

  private static ObjectNode with(ObjectNode node, String name, String json) {
    node.set(name, Json.trusted(json));
    return node;
  }

  private static ObjectNode without(ObjectNode node, String name) {
    node.remove(name);
    return node;
  }

  private static String token(ObjectNode header, ObjectNode claims) {
    return token(header, Json.text(claims));
  }

  private static String token(ObjectNode header, String claims) {
    return signed(part(header) + "." + Base64URL.encode(claims), TestAuth.SECRET);
  }

  private static String signed(ObjectNode header, ObjectNode claims, String key) {
    return signed(part(header) + "." + part(claims), key);
  }

  /** By the JDK alone, because the library refuses to make such tokens. */
  private static String signed(String content, String key) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      return content + "." + Base64URL.encode(mac.doFinal(content.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private String hs512() throws Exception {
    var header = new JWSHeader.Builder(JWSAlgorithm.HS512).keyID(keyId).build();
    var jwt = new SignedJWT(header, SignedJWT.parse(good()).getJWTClaimsSet());
    jwt.sign(new MACSigner(TestAuth.SECRET));
    return jwt.serialize();
  }

  private String rs256() throws Exception {
    var generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    var header = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(keyId).build();
    var jwt = new SignedJWT(header, SignedJWT.parse(good()).getJWTClaimsSet());
    jwt.sign(new RSASSASigner(generator.generateKeyPair().getPrivate()));
    return jwt.serialize();
  }

  private String deepHeader() {
    var deep = "{\"alg\":\"HS256\",\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
    return signed(Base64URL.encode(deep) + "." + part(claims()), TestAuth.SECRET);
  }

  /** The last character of 32 bytes in Base64 has two bits that mean nothing. */
  private static String sparedBits(String token) {
    var alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    int last = alphabet.indexOf(token.charAt(token.length() - 1));
    return token.substring(0, token.length() - 1) + alphabet.charAt(last ^ 1);
  }

  private static String part(ObjectNode node) {
    return Base64URL.encode(Json.text(node)).toString();
  }
}

package dev.tinybase.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The secret keys of the access tokens: {@code jwt.secret_key}, or those of a JWK set (RFC 7517),
 * of which the first one signs and all verify.
 */
final class SigningKeys {
  private static final Map<JWSAlgorithm, Integer> MIN_BYTES =
      Map.of(JWSAlgorithm.HS256, 32, JWSAlgorithm.HS384, 48, JWSAlgorithm.HS512, 64);

  private final JWSAlgorithm algorithm;
  private final String currentId;
  private final JWSSigner signer;
  private final Map<String, JWSVerifier> verifiers;

  private SigningKeys(JWSAlgorithm algorithm, Map<String, byte[]> keys) {
    this.algorithm = algorithm;
    try {
      var current = keys.entrySet().iterator().next();
      currentId = current.getKey();
      signer = new MACSigner(current.getValue());
      var all = new LinkedHashMap<String, JWSVerifier>();
      for (var key : keys.entrySet()) {
        all.put(key.getKey(), new MACVerifier(key.getValue()));
      }
      verifiers = Map.copyOf(all);
    } catch (JOSEException e) {
      throw new IllegalStateException("keys of a checked length", e);
    }
  }

  JWSAlgorithm algorithm() {
    return algorithm;
  }

  String currentId() {
    return currentId;
  }

  JWSSigner signer() {
    return signer;
  }

  Optional<JWSVerifier> verifier(String keyId) {
    return Optional.ofNullable(verifiers.get(keyId));
  }

  static JWSAlgorithm algorithm(String name) {
    var algorithm = new JWSAlgorithm(name);
    if (!MIN_BYTES.containsKey(algorithm)) {
      throw unusable("jwt.algorithm is '" + name + "'; use HS256, HS384 or HS512");
    }
    return algorithm;
  }

  /** The key's id is a part of its digest, so that another key has another id. */
  static SigningKeys ofSecret(JWSAlgorithm algorithm, String secret) {
    var key = secret.getBytes(StandardCharsets.UTF_8);
    checkLength(algorithm, key, "jwt.secret_key");
    return new SigningKeys(algorithm, Map.of(Sha256.hex("kid:" + secret).substring(0, 16), key));
  }

  /** The keys of a JWK set; messages name where it is. */
  static SigningKeys parse(JWSAlgorithm algorithm, String text, String where) {
    var keys = new LinkedHashMap<String, byte[]>();
    try {
      for (var jwk : Json.trusted(text).path("keys")) {
        var key = Base64URL.from(member(jwk, "k")).decode();
        checkLength(algorithm, key, "A key in " + where);
        if (keys.put(member(jwk, "kid"), key) != null) {
          throw unusable("Two keys in " + where + " have the same kid; rename one");
        }
      }
    } catch (JacksonException e) {
      throw unusable(
          where + " is no JWK set with a kid and a k for each key; restore or delete it");
    }
    if (keys.isEmpty()) {
      throw unusable(where + " holds no keys; restore it, or delete it to make a new one");
    }
    return new SigningKeys(algorithm, keys);
  }

  /** A set that has a key with the known one takes its place; another one's keys come behind. */
  static String merge(String known, String offered) {
    var set = (ObjectNode) Json.trusted(known);
    var ids = ids(set);
    var more = Json.trusted(offered);
    if (!Collections.disjoint(ids, ids(more))) {
      return offered;
    }
    more.path("keys").forEach(((ArrayNode) set.path("keys"))::add);
    return Json.pretty(set) + "\n";
  }

  private static List<String> ids(JsonNode set) {
    var ids = new ArrayList<String>();
    set.path("keys").forEach(jwk -> ids.add(member(jwk, "kid")));
    return ids;
  }

  private static String member(JsonNode jwk, String name) {
    return jwk.path(name).stringValue();
  }

  /** A set with a new key. */
  static String newSet() {
    var set = Json.object();
    set.putArray("keys")
        .addObject()
        .put("kty", "oct")
        .put("kid", RandomSecrets.secret().substring(0, 16))
        .put("k", Base64URL.encode(RandomSecrets.random(64)).toString());
    return Json.pretty(set) + "\n";
  }

  private static void checkLength(JWSAlgorithm algorithm, byte[] key, String where) {
    int least = MIN_BYTES.getOrDefault(algorithm, 64);
    if (key.length < least) {
      throw unusable(
          "%s has %d bytes, but %s needs at least %d; make one with: openssl rand -base64 48"
              .formatted(where, key.length, algorithm, least));
    }
  }

  private static Problem unusable(String detail) {
    return Problem.of(Problem.Kind.INTERNAL, "signing_key_unusable", detail);
  }
}

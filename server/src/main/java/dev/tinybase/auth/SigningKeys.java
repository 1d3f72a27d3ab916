package dev.tinybase.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.util.Base64URL;
import dev.tinybase.config.KeyFile;
import dev.tinybase.config.Settings;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.text.Sha256;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * The secret keys of the access tokens. Either {@code jwt.secret_key}, or a JWK set (RFC 7517) in
 * {@code jwt.key_file}, made at the first start. To rotate, put a new key in front of the set: the
 * first one signs, all of them verify until they are removed.
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

  /** The configured key, or those of the key file. */
  static SigningKeys load(Settings.Jwt settings) {
    var algorithm = algorithm(settings.algorithm());
    var secret = settings.secretKey();
    return new SigningKeys(
        algorithm, secret == null ? fromFile(algorithm, settings) : fromSetting(algorithm, secret));
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

  private static JWSAlgorithm algorithm(String name) {
    var algorithm = new JWSAlgorithm(name);
    if (!MIN_BYTES.containsKey(algorithm)) {
      throw unusable("jwt.algorithm is '" + name + "'; use HS256, HS384 or HS512");
    }
    return algorithm;
  }

  /** The key's id is a part of its digest, so that another key has another id. */
  private static Map<String, byte[]> fromSetting(JWSAlgorithm algorithm, String secret) {
    var key = secret.getBytes(StandardCharsets.UTF_8);
    checkLength(algorithm, key, "jwt.secret_key");
    return Map.of(Sha256.hex("kid:" + secret).substring(0, 16), key);
  }

  private static Map<String, byte[]> fromFile(JWSAlgorithm algorithm, Settings.Jwt settings) {
    var file = settings.keyFile();
    var text = new KeyFile(file, "jwt.key_file").readOrCreate(SigningKeys::newSet);
    var keys = new LinkedHashMap<String, byte[]>();
    try {
      for (var jwk : Json.trusted(text).path("keys")) {
        var key = Base64URL.from(member(jwk, "k")).decode();
        checkLength(algorithm, key, "A key in " + file);
        if (keys.put(member(jwk, "kid"), key) != null) {
          throw unusable("Two keys in " + file + " have the same kid; rename one");
        }
      }
    } catch (JacksonException e) {
      throw unusable(file + " is no JWK set with a kid and a k for each key; restore or delete it");
    }
    if (keys.isEmpty()) {
      throw unusable(file + " holds no keys; restore it, or delete it to make a new one");
    }
    return keys;
  }

  private static String member(JsonNode jwk, String name) {
    return jwk.path(name).stringValue();
  }

  private static String newSet() {
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

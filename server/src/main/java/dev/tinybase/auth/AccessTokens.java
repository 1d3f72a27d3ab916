package dev.tinybase.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Access tokens: JWTs (RFC 7519) signed with an HMAC, checked as RFC 8725 asks: one algorithm, our
 * own header members only, a known key, the right type, sane times.
 */
final class AccessTokens {
  /** What a valid token says. Whether its session still lives is for the caller to find out. */
  record Claims(UUID userId, UUID sessionId, Instant expiresAt) {}

  private static final int MAX_LENGTH = 4096;
  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final Set<String> HEADER = Set.of("alg", "typ", "kid");

  private final Supplier<SigningKeys> current;
  private final Duration lifetime;
  private final Clock clock;

  AccessTokens(Supplier<SigningKeys> current, Duration lifetime, Clock clock) {
    this.current = current;
    this.lifetime = lifetime;
    this.clock = clock;
  }

  Duration lifetime() {
    return lifetime;
  }

  /**
   * The secret of the refresh token that follows another one, 256 bits as 43 characters. It is
   * computed, so that a token that comes twice has the same successor without anybody storing it;
   * nobody without the signing key can do that. No JWT has a colon, so this signs none.
   */
  String successorOf(String refreshToken) {
    var keys = current.get();
    var input = ("refresh:" + refreshToken).getBytes(StandardCharsets.UTF_8);
    try {
      return keys.signer().sign(new JWSHeader(keys.algorithm()), input).toString().substring(0, 43);
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a refresh token", e);
    }
  }

  /** A new token for a user's session. */
  String issue(Account account, UUID sessionId) {
    var keys = current.get();
    var now = clock.instant();
    var header =
        new JWSHeader.Builder(keys.algorithm())
            .type(JOSEObjectType.JWT)
            .keyID(keys.currentId())
            .build();
    var claims =
        new JWTClaimsSet.Builder()
            .subject(account.id().toString())
            .expirationTime(Date.from(now.plus(lifetime)))
            .issueTime(Date.from(now))
            .jwtID(UUID.randomUUID().toString())
            .claim("sid", sessionId.toString())
            .claim("is_admin", account.isAdmin())
            .claim("type", "access")
            .claim("scope", "user")
            .build();
    var token = new SignedJWT(header, claims);
    try {
      token.sign(keys.signer());
    } catch (JOSEException e) {
      throw new IllegalStateException("cannot sign a token", e);
    }
    return token.serialize();
  }

  /** What the token says; nothing if it is not one of ours or not valid now. */
  Optional<Claims> verify(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    try {
      var jwt = SignedJWT.parse(token);
      return isCanonical(jwt) && isSigned(jwt) ? claims(jwt.getJWTClaimsSet()) : Optional.empty();
    } catch (ParseException | JOSEException | RuntimeException _) {
      return Optional.empty(); // whatever a parser stumbles over, it is not a token of ours
    }
  }

  /** Base64 has spare bits at its end; only one spelling of a token counts. */
  private static boolean isCanonical(SignedJWT jwt) {
    for (var part : List.of(jwt.getParsedParts())) {
      if (!Base64URL.encode(part.decode()).equals(part)) {
        return false;
      }
    }
    return true;
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    var keys = current.get();
    var header = jwt.getHeader();
    if (!keys.algorithm().equals(header.getAlgorithm())
        || !HEADER.containsAll(header.getIncludedParams())
        || header.getKeyID() == null) {
      return false;
    }
    var verifier = keys.verifier(header.getKeyID());
    return verifier.isPresent() && jwt.verify(verifier.get());
  }

  private Optional<Claims> claims(JWTClaimsSet claims) throws ParseException {
    if (!"access".equals(claims.getStringClaim("type"))
        || !"user".equals(claims.getStringClaim("scope"))
        || claims.getJWTID() == null) {
      return Optional.empty();
    }
    var issued = claims.getIssueTime().toInstant();
    var expires = claims.getExpirationTime().toInstant();
    var now = clock.instant();
    if (!expires.isAfter(now) || issued.isAfter(now.plus(SKEW)) || !expires.isAfter(issued)) {
      return Optional.empty();
    }
    return Optional.of(
        new Claims(
            UUID.fromString(claims.getSubject()),
            UUID.fromString(claims.getStringClaim("sid")),
            expires));
  }
}

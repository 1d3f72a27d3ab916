package dev.tinybase.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/**
 * A certificate for {@code localhost} that only a test trusts.
 *
 * @param chain the certificate in PEM
 * @param key its key in PEM
 * @param trusting TLS of a client that trusts it
 */
record Certificate(Path chain, Path key, SSLContext trusting) {
  private static final String PASSWORD = "changeit";

  /** A new one with its files in a folder. */
  static Certificate in(Path folder)
      throws IOException, GeneralSecurityException, InterruptedException {
    var store = folder.resolve("store.p12");
    var tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    var keytool =
        new ProcessBuilder(
                (tool
                        + " -genkeypair -alias x -keyalg EC -groupname secp256r1 -dname CN=localhost"
                        + " -ext san=dns:localhost -storetype PKCS12 -storepass "
                        + PASSWORD
                        + " -keystore "
                        + store)
                    .split(" ", -1))
            .redirectErrorStream(true)
            .start();
    var output = new String(keytool.getInputStream().readAllBytes(), UTF_8);
    if (keytool.waitFor() != 0) {
      throw new AssertionError(output);
    }
    var keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var chain = pem(folder.resolve("chain.pem"), "CERTIFICATE", keys.getCertificate("x"));
    var secret = keys.getKey("x", PASSWORD.toCharArray());
    var key = pem(folder.resolve("key.pem"), "PRIVATE KEY", secret.getEncoded());
    return new Certificate(chain, key, trusting(keys));
  }

  private static SSLContext trusting(KeyStore keys) throws IOException, GeneralSecurityException {
    var trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("x", keys.getCertificate("x"));
    var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    var context = SSLContext.getInstance("TLS");
    context.init(null, trust.getTrustManagers(), null);
    return context;
  }

  private static Path pem(Path file, String what, java.security.cert.Certificate certificate)
      throws IOException, GeneralSecurityException {
    return pem(file, what, certificate.getEncoded());
  }

  private static Path pem(Path file, String what, byte[] der) throws IOException {
    var text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(what, text, what));
  }
}

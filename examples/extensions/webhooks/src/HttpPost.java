import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;

/**
 * One POST to an address that is known already: the JDK's client would look the name up again. The
 * answer's status is all that is read of it, so there is nothing to follow and nothing to fill the
 * memory with.
 */
record HttpPost(URI url, InetAddress address, Map<String, String> headers) {
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final int LONGEST_LINE = 1000;

  /** Sends the body and returns the status of the answer. */
  int send(byte[] body) throws IOException {
    try (var socket = connect()) {
      var out = socket.getOutputStream();
      out.write(head(body.length).getBytes(US_ASCII));
      out.write(body);
      out.flush();
      return status(line(socket));
    }
  }

  private boolean isSecure() {
    return url.getScheme().equalsIgnoreCase("https");
  }

  private int port() {
    return url.getPort() > 0 ? url.getPort() : isSecure() ? 443 : 80;
  }

  private Socket connect() throws IOException {
    var plain = new Socket();
    plain.setSoTimeout((int) LIMIT.toMillis());
    plain.connect(new InetSocketAddress(address, port()), (int) LIMIT.toMillis());
    if (!isSecure()) {
      return plain;
    }
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    var secure = (SSLSocket) factory.createSocket(plain, url.getHost(), port(), true);
    var parameters = secure.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS"); // the certificate is the name's
    secure.setSSLParameters(parameters);
    return secure;
  }

  private String head(int length) {
    var path = url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    var query = url.getRawQuery() == null ? "" : "?" + url.getRawQuery();
    var head = new StringBuilder("POST " + path + query + " HTTP/1.1\r\n");
    head.append("Host: ").append(url.getRawAuthority()).append("\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head + "Content-Length: " + length + "\r\nConnection: close\r\n\r\n";
  }

  /** The first line of the answer, within the limit, however slowly it comes. */
  private static String line(Socket socket) throws IOException {
    long end = System.nanoTime() + LIMIT.toNanos();
    var line = new ByteArrayOutputStream();
    InputStream in = socket.getInputStream();
    for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) {
      line.write(next);
      if (line.size() > LONGEST_LINE || System.nanoTime() > end) {
        throw new IOException("The endpoint took too long to answer.");
      }
    }
    return line.toString(US_ASCII);
  }

  private static int status(String line) throws IOException {
    var words = line.strip().split(" ");
    if (words.length < 2 || !words[0].startsWith("HTTP/1.") || !words[1].matches("[1-5]\\d\\d")) {
      throw new IOException("The endpoint does not speak HTTP.");
    }
    return Integer.parseInt(words[1]);
  }
}

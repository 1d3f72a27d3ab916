package dev.tinybase.http;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrustedProxiesTest {
  @Test
  void a_proxy_that_is_no_address_stops_the_start() {
    for (var wrong : List.of("proxy.example", "10.0.0.0/33", "10.0.0.0/x", "")) {
      assertThatThrownBy(() -> new TrustedProxies(List.of(wrong)))
          .isInstanceOf(Problem.class)
          .hasMessageContaining("server.trusted_proxies: '" + wrong + "'");
    }
  }
}

package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.HttpRequest;
import dev.tinybase.http.Response;
import java.lang.reflect.Proxy;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTest {
  /** A request of which only {@code If-Match} is known. */
  private static Request ifMatch(@Nullable String value) {
    var http =
        (HttpRequest)
            Proxy.newProxyInstance(
                ETagsTest.class.getClassLoader(),
                new Class<?>[] {HttpRequest.class},
                (_, method, arguments) -> {
                  assertThat(method.getName()).isEqualTo("header");
                  assertThat(arguments).containsExactly("If-Match");
                  return Optional.ofNullable(value);
                });
    var route = Route.get("/things", "things_get").handle(_ -> Response.noContent());
    return new Request(http, route, new String[0], null, _ -> Optional.empty());
  }

  @Test
  void a_demand_names_a_version() {
    assertThat(ETags.demandedVersion(ifMatch("\"42\""))).hasValue(42L);
    assertThat(ETags.demandedVersion(ifMatch(" \"1\" "))).hasValue(1L);
    assertThat(ETags.demandedVersion(ifMatch("\"42-3\""))).as("of a schema").hasValue(42L);
    assertThat(ETags.demandedVersion(ifMatch("W/\"42\""))).as("zipped by a proxy").hasValue(42L);
  }

  @Test
  void no_demand_and_a_star_take_any_version() {
    assertThat(ETags.demandedVersion(ifMatch(null))).isEmpty();
    assertThat(ETags.demandedVersion(ifMatch("*"))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "42", "\"", "\"\"", "w/\"42\"", "W/42", "\"x\"", "\"1\", \"2\""})
  void what_names_no_single_version_can_not_match(String value) {
    assertThatThrownBy(() -> ETags.demandedVersion(ifMatch(value)))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind().status()).isEqualTo(412);
              assertThat(problem.detail()).contains("'" + value + "'", "send its ETag");
            });
  }
}

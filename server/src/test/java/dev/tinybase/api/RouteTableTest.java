package dev.tinybase.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.errors.Problem;
import dev.tinybase.http.Response;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteTableTest {
  private final RouteTable table =
      new RouteTable(
          List.of(
              get("/files/{path...}"),
              get("/files/list"),
              get("/files/{name}/info"),
              get("/apps/{app}/info"),
              get("/apps/{app}/pages/{path...}")));

  private static Route get(String path) {
    return Route.get(path, "things_get").handle(_ -> Response.noContent());
  }

  private List<String> found(String path) {
    return table.find("GET", path) instanceof RouteTable.Lookup.Found(var route, var values)
        ? List.of(route.path(), String.join("|", values))
        : List.of();
  }

  @Test
  void the_rest_of_a_path_is_decoded_segment_by_segment() {
    assertThat(found("/files/a")).containsExactly("/files/{path...}", "a");
    assertThat(found("/files/a/b%20c/d.txt")).containsExactly("/files/{path...}", "a/b c/d.txt");
    assertThat(found("/apps/shop/pages/x/y"))
        .containsExactly("/apps/{app}/pages/{path...}", "shop|x/y");
  }

  @Test
  void what_is_more_precise_goes_before_the_rest() {
    assertThat(found("/files/list")).containsExactly("/files/list", "");
    assertThat(found("/files/a/info")).containsExactly("/files/{name}/info", "a");
    assertThat(found("/files/list/more")).containsExactly("/files/{path...}", "list/more");
    assertThat(found("/files/a/info/more")).containsExactly("/files/{path...}", "a/info/more");
  }

  @Test
  void a_path_never_leads_out_of_its_place() {
    for (var path :
        List.of(
            "/files/..",
            "/files/a/../b",
            "/files/%2e%2e/b",
            "/files/.",
            "/files/a%2Fb",
            "/files/a/..%2f..%2fetc",
            "/files/a%5Cb",
            "/files/a//b",
            "/files",
            "/apps/shop/pages")) {
      assertThat(table.find("GET", path)).as(path).isInstanceOf(RouteTable.Lookup.Missing.class);
    }
    assertThatThrownBy(() -> table.find("GET", "/files/a%00b")).isInstanceOf(Problem.class);
    assertThatThrownBy(() -> table.find("GET", "/files/a%ffb")).isInstanceOf(Problem.class);
  }

  @Test
  void a_slash_at_the_end_redirects_but_where_the_rest_of_the_path_is_wanted() {
    assertThat(table.find("GET", "/apps/a/info/"))
        .isEqualTo(new RouteTable.Lookup.Redirect("/apps/a/info"));
    assertThat(found("/files/a/b/")).containsExactly("/files/{path...}", "a/b/");
    assertThat(found("/files/")).containsExactly("/files/{path...}", "");
    assertThat(table.find("GET", "/files/a//")).isInstanceOf(RouteTable.Lookup.Redirect.class);
  }

  @Test
  void other_methods_are_told() {
    assertThat(table.find("PUT", "/files/a/b"))
        .isEqualTo(new RouteTable.Lookup.OtherMethods("GET, HEAD, OPTIONS"));
  }

  @Test
  void the_rest_can_only_be_at_the_end() {
    assertThatThrownBy(() -> new RouteTable(List.of(get("/files/{path...}/info"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("/files/{path...}/info");
  }
}

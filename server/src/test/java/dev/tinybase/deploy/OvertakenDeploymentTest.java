package dev.tinybase.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.TinyBase;
import dev.tinybase.auth.Principal;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.errors.Problem;
import dev.tinybase.functions.versions.FunctionUpload;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.TestServer;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two deployments on one database, of which the other one is done while this one is compiled. */
class OvertakenDeploymentTest {
  private static final Principal OPERATOR = new Principal.Operator();

  @ParameterizedTest
  @EnumSource(Engine.class)
  void a_deployment_that_another_one_overtakes_changes_nothing_and_can_be_repeated(Engine engine) {
    try (var server = TestServer.start(engine);
        var other = TinyBase.open(server.tinybase().settings(), Clock.systemUTC())) {
      other.load();
      var app = app("greet", true);
      assertThatThrownBy(() ->
              deploy(
                  app, server.tinybase(), () -> other.apps().deploy(app("wave", false), OPERATOR)))
          .isInstanceOfSatisfying(
              Problem.class,
              problem -> {
                assertThat(problem.status()).isEqualTo(409);
                assertThat(problem.code()).isEqualTo("deployed_meanwhile");
                assertThat(problem.detail()).contains("repeat this deployment");
              });
      var admin = server.adminToken();
      assertThat(server.get(admin, "/api/collections/members").status()).isEqualTo(404);
      assertThat(server.get(admin, "/api/admin/functions/greet/versions").status()).isEqualTo(404);

      assertThat(deploy(app, server.tinybase(), () -> {}).changes()).isEqualTo(2);
      assertThat(server.get(admin, "/api/collections/members").status()).isEqualTo(200);
      assertThat(
              server.post(admin, "/api/functions/greet", "{}").json().path("result").asString(""))
          .isEqualTo("greet");
      assertThat(server.post(admin, "/api/functions/wave", "{}").json().path("result").asString(""))
          .isEqualTo("wave");
    }
  }

  /** Deploys as {@link AppDeployer} does, with something between the review and the transaction. */
  private static DeployedApp deploy(AppDeployment app, TinyBase tinybase, Runnable meanwhile) {
    return tinybase
        .functions()
        .deployments()
        .uploadWithin(
            app.functions(),
            OPERATOR,
            reviewed -> {
              meanwhile.run();
              return tinybase
                  .collections()
                  .together(
                      false,
                      batch ->
                          new AppTransaction(
                                  app, batch, reviewed, List.of(), tinybase.extensions().service())
                              .run(null, Clock.systemUTC().instant()));
            });
  }

  private static AppDeployment app(String function, boolean collection) {
    var source =
        """
        import dev.tinybase.sdk.*;

        @Register(name = "%1$s", auth = Auth.PUBLIC)
        String %1$s() {
          return "%1$s";
        }
        """
            .formatted(function);
    var schema = Json.parse("{\"fields\": [{\"name\": \"name\", \"type\": \"string\"}]}");
    var members = new NewCollection("members", "Members", schema, Json.parse("null"));
    return new AppDeployment(
        collection ? List.of(members) : List.of(),
        List.of(new FunctionUpload(function + ".java", source, "")),
        List.of(),
        Map.of(),
        true,
        false,
        false);
  }
}

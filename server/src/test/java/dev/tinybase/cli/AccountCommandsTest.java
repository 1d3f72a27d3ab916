package dev.tinybase.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands that make and change accounts, in an instance of their own. */
class AccountCommandsTest {
  private static final String PASSWORD = "correct horse";

  @TempDir Path directory;

  @Test
  void init_makes_an_instance_that_serve_understands() {
    var result = cli().run("init", "shop", "-e", "ada@example.com", "-p", PASSWORD);
    assertThat(result.err()).contains("Making a new database");
    assertThat(result.code()).isZero();
    assertThat(result.out())
        .contains("Made ada@example.com an admin.", "cd shop && tinybase serve");
    var shop = directory.resolve("shop");
    assertThat(shop.resolve("tinybase.toml")).content().contains("# port = 8000", "[database]");
    assertThat(shop.resolve("functions/hello.java")).content().contains("@Register", "Context ctx");
    assertThat(shop.resolve(".gitignore")).content().contains("*.db", ".tinybase");
    assertThat(shop.resolve("tinybase.db")).exists();
    assertThat(new CommandLineRun(shop).run("users", "list").out())
        .containsPattern("ada@example.com +yes");
  }

  @Test
  void the_settings_that_init_makes_are_for_their_owner_alone() throws Exception {
    assertThat(cli().run("init").code()).isZero();
    assertThat(Files.getPosixFilePermissions(directory.resolve("tinybase.toml")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
  }

  @Test
  void a_bare_instance_has_no_examples() {
    var made = cli().run("init", "--bare");
    assertThat(made.code()).isZero();
    assertThat(made.out()).contains("Made tinybase.toml.").doesNotContain("hello");
    assertThat(directory.resolve("functions")).doesNotExist();
    assertThat(directory.resolve("collections")).doesNotExist();
  }

  @Test
  void nobody_outside_calls_the_examples_and_the_collection_among_them_is_private() {
    assertThat(cli().run("init").code()).isZero();
    var functions = Json.parse(cli().run("functions", "list", "--json").out()).path("functions");
    assertThat(functions).hasSize(3);
    assertThat(functions.valueStream().map(it -> it.path("auth").asString())).containsOnly("admin");
    var applied = cli().run("collections", "apply", "collections/notes.toml");
    assertThat(applied.out()).startsWith("notes: made.");
    assertThat(applied.err()).as("warnings").isEmpty();
  }

  @Test
  void init_may_be_run_again() throws Exception {
    assertThat(cli().run("init").out()).contains("Made tinybase.toml.", "tinybase admin add EMAIL");
    Files.writeString(directory.resolve("tinybase.toml"), "[server]\nport = 9\n");
    var again =
        cli()
            .with("TINYBASE_ADMIN_EMAIL", "ada@example.com")
            .with("TINYBASE_ADMIN_PASSWORD", PASSWORD)
            .run("init");
    assertThat(again.out()).contains("Kept tinybase.toml.", "Made ada@example.com an admin.");
    assertThat(directory.resolve("tinybase.toml")).hasContent("[server]\nport = 9\n");
    var third = cli().input("another horse\n").run("init", "--admin-email", "ada@example.com");
    assertThat(third.code()).isZero();
    assertThat(emails()).containsExactly("ada@example.com");
  }

  @Test
  void init_with_an_unfit_password_is_a_sentence() {
    var result = cli().run("init", "-e", "ada@example.com", "-p", "short");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).contains("8").doesNotContain("Exception");
  }

  @Test
  void admins_are_made_and_accounts_promoted() {
    assertThat(cli().run("admin", "add", "ada@example.com", PASSWORD).out())
        .isEqualTo("ada@example.com is an admin.\n");
    assertThat(cli().input(PASSWORD + "\n").run("admin", "add", "bob@example.com").code()).isZero();
    assertThat(cli().run("admin", "add", "ADA@example.com", "another horse").code()).isZero();
    assertThat(emails()).containsExactly("ada@example.com", "bob@example.com");
  }

  @Test
  void users_are_listed_in_pages() {
    cli().run("admin", "add", "ada@example.com", PASSWORD);
    cli().run("admin", "add", "bob@example.com", PASSWORD);
    var page = cli().run("users", "list", "--limit", "1", "--offset", "1");
    assertThat(page.out()).contains("bob@example.com").doesNotContain("ada@example.com");
    assertThat(page.err()).contains("1 of 2 accounts.");
    assertThat(cli().run("users", "list", "--search", "BOB").out())
        .contains("bob@example.com")
        .doesNotContain("ada@example.com");
    var json = Json.parse(cli().run("users", "list", "--json").out());
    assertThat(json.get("total").intValue()).isEqualTo(2);
    assertThat(json.get("users").get(0).get("is_admin").booleanValue()).isTrue();
  }

  @Test
  void deleting_a_user_is_confirmed_and_keeps_the_last_admin() {
    cli().run("admin", "add", "ada@example.com", PASSWORD);
    cli().run("admin", "add", "bob@example.com", PASSWORD);
    var unasked = cli().run("users", "delete", "bob@example.com");
    assertThat(unasked.code()).isEqualTo(2);
    assertThat(unasked.err()).contains("--yes");
    assertThat(cli().onTerminal().input("n\n").run("users", "delete", "bob@example.com").err())
        .contains("Nothing was deleted.");
    assertThat(cli().onTerminal().input("y\n").run("users", "delete", "bob@example.com").out())
        .contains("Deleted bob@example.com.");
    var last = cli().run("users", "delete", "ada@example.com", "--yes");
    assertThat(last.code()).isEqualTo(1);
    assertThat(last.err()).contains("last admin");
    assertThat(emails()).containsExactly("ada@example.com");
  }

  @Test
  void a_password_is_set_from_standard_input() {
    cli().run("admin", "add", "ada@example.com", PASSWORD);
    assertThat(cli().input("new password\n").run("users", "password", "ada@example.com").code())
        .isZero();
    var nobody = cli().input("new password\n").run("users", "password", "eve@example.com");
    assertThat(nobody.code()).isEqualTo(1);
    assertThat(nobody.err()).contains("There is no user 'eve@example.com'", "users list");
    assertThat(cli().run("users", "password", "ada@example.com").err()).contains("no password");
  }

  @Test
  void a_mistaken_folder_does_not_become_an_instance() {
    for (var command : List.of("users list", "users delete a@b.c -y", "db current", "db history")) {
      var result = cli().run(command.split(" "));
      assertThat(result.code()).isEqualTo(1);
      assertThat(result.err()).contains("There is no database", "tinybase init");
    }
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void a_database_out_of_reach_is_a_sentence() {
    var result =
        cli()
            .with("TINYBASE_DB_URL", "postgresql://u:hunter22@127.0.0.1:1/d?connectTimeout=1")
            .run("users", "list");
    assertThat(result.code()).isEqualTo(1);
    assertThat(result.err()).doesNotContain("hunter22", "\tat ");
  }

  @Test
  void migrations_are_shown_and_applied() {
    var upgrade = cli().run("db", "upgrade");
    assertThat(upgrade.code()).isZero();
    assertThat(upgrade.out()).contains("Applied 001_core.");
    assertThat(cli().run("db", "upgrade").out()).contains("up to date");
    assertThat(cli().run("db", "current").out()).contains("Nothing waits.");
    assertThat(cli().run("db", "history").out()).contains("core");
    assertThat(Json.parse(cli().run("db", "history", "--json").out()).get("migrations"))
        .isNotEmpty();
    assertThat(cli().run("db", "downgrade").code()).isEqualTo(1);
    assertThat(cli().run("db", "downgrade").err()).contains("only go forward");
  }

  @Test
  void a_new_migration_is_made_in_a_checkout_only() throws Exception {
    assertThat(cli().run("db", "migrate", "-m", "add things").err()).contains("checkout");
    var resources = directory.resolve("server/src/main/resources/db");
    for (var dialect : List.of("sqlite", "postgresql")) {
      Files.createDirectories(resources.resolve(dialect));
      Files.writeString(resources.resolve(dialect).resolve("index.txt"), "001_core.sql\n");
    }
    var result = cli().run("db", "migrate", "-m", "Add things");
    assertThat(result.out()).contains("sqlite/002_add_things.sql", "postgresql/002_add_things.sql");
    assertThat(resources.resolve("sqlite/002_add_things.sql")).exists();
  }

  private List<String> emails() {
    return Json.parse(cli().run("users", "list", "--json").out())
        .get("users")
        .valueStream()
        .map(user -> user.get("email").stringValue())
        .toList();
  }

  private CommandLineRun cli() {
    return new CommandLineRun(directory);
  }
}

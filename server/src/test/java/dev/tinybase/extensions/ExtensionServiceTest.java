package dev.tinybase.extensions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.tinybase.auth.Principal;
import dev.tinybase.collections.Collection;
import dev.tinybase.collections.CollectionService;
import dev.tinybase.collections.CollectionUpdate;
import dev.tinybase.collections.NewCollection;
import dev.tinybase.config.Settings;
import dev.tinybase.db.Database;
import dev.tinybase.errors.Problem;
import dev.tinybase.extensions.source.GitFolder;
import dev.tinybase.json.Json;
import dev.tinybase.testing.Engine;
import dev.tinybase.testing.RecordCopy;
import dev.tinybase.testing.TempFolder;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The service on both databases, over a runtime that compiles nothing. */
@ParameterizedClass
@EnumSource(Engine.class)
class ExtensionServiceTest {
  private static final Principal OPERATOR = new Principal.Operator();
  private static final String AUDIT = collection("audit", "\"what\"", "{}");

  private final String url;
  private final Database database;
  private final CollectionService collections;
  private final FakeRuntime runtime = new FakeRuntime();
  private final ExtensionService extensions;
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final GitFolder folder = GitFolder.create().write("src/audit_stats.java", "one");

  ExtensionServiceTest(Engine engine) {
    url = engine.migratedUrl();
    database = Engine.open(url);
    opened.add(database);
    collections = new CollectionService(database, Clock.systemUTC());
    extensions = service(database, collections, runtime, Map.of());
    manifest("1.0", "");
  }

  private static ExtensionService service(
      Database database,
      CollectionService collections,
      ExtensionRuntime runtime,
      Map<String, String> more) {
    var settings =
        Settings.with(
            Map.of(
                "extensions.path",
                TempFolder.next().toString(),
                "secrets.key",
                "c2VjcmV0cyBvZiB0ZXN0cyBoYXZlIDMyIGJ5dGVzISE="));
    if (!more.isEmpty()) {
      settings =
          RecordCopy.with(
              settings,
              "extensions",
              new Settings.Extensions(false, Path.of("unused"), true, false));
    }
    return new ExtensionService(
        settings, database, collections, runtime, "1.2.0", Clock.systemUTC());
  }

  @AfterEach
  void close() throws Exception {
    for (var one : opened) {
      one.close();
    }
  }

  private static String collection(String name, String fields, String options) {
    var declared = new StringBuilder();
    for (var field : fields.split(",", -1)) {
      declared.append(declared.isEmpty() ? "" : ",");
      declared.append("{\"name\":").append(field).append(",\"type\":\"string\"}");
    }
    return "{\"name\":\"%s\",\"schema\":{\"fields\":[%s]},\"options\":%s}"
        .formatted(name, declared, options);
  }

  private void manifest(String version, String more) {
    manifest(folder, "audit-trail", version, more);
  }

  private static void manifest(GitFolder folder, String name, String version, String more) {
    folder.write(
        "extension.toml",
        "[extension]\nname = \"%s\"\nversion = \"%s\"\n%s".formatted(name, version, more));
  }

  private void manifestWithAudit(String version, String declaration) {
    manifest(version, "collections = [\"collections/audit.json\"]\n");
    folder.write("collections/audit.json", declaration);
  }

  private ExtensionInfo install() {
    return extensions.install(folder.path().toString(), null, OPERATOR);
  }

  private ExtensionInfo update() {
    return extensions.update("audit-trail", null, OPERATOR);
  }

  private Problem refused(Runnable action) {
    return catchThrowableOfType(Problem.class, action::run);
  }

  private List<String> fields(String collection) {
    return collections.reload(collection).schema().fields().stream().map(it -> it.name()).toList();
  }

  private void record(String collection) {
    var table = collections.get(collection).table();
    database.write(sql ->
        sql.update(
            "insert into " + table + " (id, created_at, updated_at, what) values (?, ?, ?, 'kept')",
            UUID.randomUUID(),
            Instant.EPOCH,
            Instant.EPOCH));
  }

  @Test
  void an_installed_extension_is_listed_with_where_it_came_from_and_what_it_brings() {
    manifestWithAudit("1.0", AUDIT);
    var commit = folder.commit();
    var made = extensions.install(folder.path().toString(), "main", OPERATOR);
    assertThat(made.extension().name()).isEqualTo("audit-trail");
    assertThat(made.extension().repoUrl()).isEqualTo(folder.path().toString());
    assertThat(made.extension().ref()).isEqualTo("main");
    assertThat(made.extension().commit()).isEqualTo(commit);
    assertThat(made.extension().hash()).matches("[0-9a-f]{64}");
    assertThat(made.extension().isEnabled()).isTrue();
    assertThat(made.extension().provides().functions()).containsExactly("audit_stats");
    assertThat(made.extension().provides().collections()).containsExactly("audit");
    assertThat(made.status()).isEqualTo(ExtensionStatus.LOADED);
    assertThat(made.updateAvailable()).isNull();
    assertThat(runtime.follows).hasValue(1);
    assertThat(extensions.list(false, false, 100, 0).extensions())
        .extracting(it -> it.extension().hash())
        .containsExactly(made.extension().hash());
    assertThat(fields("audit")).containsExactly("what");
    assertThat(refused(this::install).code()).isEqualTo("extension_exists");
    assertThat(refused(() -> extensions.get("other", false)).code())
        .isEqualTo("extension_not_found");
  }

  @Test
  void a_preview_tells_all_and_changes_nothing() {
    manifestWithAudit("1.0", collection("audit", "\"what\"", "{\"access\":{\"list\":\"public\"}}"));
    var preview = extensions.preview(folder.path().toString(), null);
    assertThat(preview.installedVersion()).isNull();
    assertThat(preview.collections()).hasSize(1);
    assertThat(preview.collections().getFirst().created()).isTrue();
    assertThat(preview.warnings()).anyMatch(it -> it.contains("access.list is public"));
    assertThat(collections.find("audit")).isEmpty();
    assertThat(extensions.list(false, false, 100, 0).total()).isZero();
    install();
    manifestWithAudit("2.0", collection("audit", "\"what\",\"who\"", "{}"));
    var next = extensions.preview(folder.path().toString(), null);
    assertThat(next.installedVersion()).isEqualTo("1.0");
    assertThat(next.collections().getFirst().created()).isFalse();
    assertThat(next.collections().getFirst().steps())
        .anyMatch(step -> step.text().contains("Add field 'who'"));
    assertThat(fields("audit")).containsExactly("what");
    assertThat(runtime.follows).hasValue(1);
  }

  @Test
  void nothing_is_left_of_an_extension_that_is_refused() {
    manifest("1.0", "collections = [\"a.json\", \"b.json\"]\n");
    folder.write("a.json", AUDIT);
    folder.write(
        "b.json", "{\"name\":\"b\",\"schema\":{\"fields\":[{\"name\":\"x\",\"type\":\"no\"}]}}");
    var problem = refused(this::install);
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.detail()).startsWith("The collection 'b': ");
    assertThat(collections.find("audit")).isEmpty();
    manifestWithAudit("1.0", AUDIT);
    folder.write("src/audit_stats.java", "broken");
    var broken = refused(this::install);
    assertThat(broken.code()).isEqualTo("invalid_extension");
    assertThat(broken.members()).containsKey("diagnostics");
    assertThat(collections.find("audit")).isEmpty();
    assertThat(extensions.list(false, false, 100, 0).total()).isZero();
    assertThat(archives()).isZero();
    assertThat(runtime.follows).hasValue(0);
  }

  private long archives() {
    return database.read(sql -> sql.number("select count(*) from _extension_archives"));
  }

  @Test
  void an_update_takes_the_place_of_the_old_version_which_goes_on_where_it_will_not_do() {
    manifestWithAudit("1.0", AUDIT);
    var first = install().extension();
    record("audit");
    manifestWithAudit("2.0", collection("audit", "\"who\"", "{}"));
    var lossy = refused(this::update);
    assertThat(lossy.code()).isEqualTo("drop_required");
    folder.write("src/audit_stats.java", "broken");
    manifestWithAudit("2.0", collection("audit", "\"what\",\"who\"", "{}"));
    assertThat(refused(this::update).code()).isEqualTo("invalid_extension");
    assertThat(extensions.get("audit-trail", false).extension()).isEqualTo(first);
    assertThat(fields("audit")).containsExactly("what");
    folder.write("src/audit_stats.java", "two");
    var second = update().extension();
    assertThat(second.manifest().version()).isEqualTo("2.0");
    assertThat(second.id()).isEqualTo(first.id());
    assertThat(second.hash()).isNotEqualTo(first.hash());
    assertThat(fields("audit")).containsExactly("what", "who");
    assertThat(archives()).isEqualTo(1);
    manifest(folder, "other", "3.0", "");
    assertThat(refused(this::update).code()).isEqualTo("name_changed");
  }

  @Test
  void what_an_admin_changed_of_a_collection_stays_until_its_declaration_changes() {
    manifestWithAudit("1.0", AUDIT);
    install();
    var closed = Json.parse("{\"access\":{\"create\":\"admin\"}}");
    collections.update("audit", new CollectionUpdate(null, null, closed, Set.of(), null, false));
    manifestWithAudit("1.1", AUDIT);
    update();
    assertThat(collections.reload("audit").optionsJson()).isEqualTo(closed);
    manifestWithAudit("1.2", collection("audit", "\"what\",\"who\"", "{}"));
    update();
    assertThat(collections.reload("audit").optionsJson().isEmpty()).isTrue();
  }

  @Test
  void a_collection_of_somebody_else_is_used_where_its_schema_is_the_same() {
    var wish = Json.parse(AUDIT);
    var options = Json.parse("{\"access\":{\"list\":\"admin\"}}");
    var own = collections.create(new NewCollection("audit", "Mine", wish.get("schema"), options));
    manifestWithAudit("1.0", collection("audit", "\"what\",\"who\"", "{}"));
    var taken = refused(this::install);
    assertThat(taken.code()).isEqualTo("collection_taken");
    assertThat(taken.detail()).contains("'audit-trail'").contains("'audit'");
    manifestWithAudit("1.0", AUDIT);
    install();
    assertThat(collections.reload("audit").updatedAt()).isEqualTo(own.updatedAt());
    assertThat(collections.reload("audit").optionsJson()).isEqualTo(options);
    assertThat(extensions.uninstall("audit-trail", true, OPERATOR)).isEmpty();
    assertThat(collections.find("audit")).isPresent();
  }

  @Test
  void two_extensions_cannot_declare_the_same_twice() {
    manifestWithAudit("1.0", AUDIT);
    install();
    var other = GitFolder.create().write("src/audit_stats.java", "again");
    manifest(other, "copycat", "1.0", "");
    var function = refused(() -> extensions.install(other.path().toString(), null, OPERATOR));
    assertThat(function.code()).isEqualTo("function_taken");
    assertThat(function.detail()).contains("'copycat'").contains("'audit-trail'");
    var third = GitFolder.create().write("a.json", collection("audit", "\"x\"", "{}"));
    manifest(third, "third", "1.0", "collections = [\"a.json\"]\n");
    var taken = refused(() -> extensions.install(third.path().toString(), null, OPERATOR));
    assertThat(taken.detail()).contains("'third'").contains("'audit-trail'");
    third.write("a.json", AUDIT);
    extensions.install(third.path().toString(), null, OPERATOR);
    var needed = refused(() -> extensions.uninstall("audit-trail", true, OPERATOR));
    assertThat(needed.code()).isEqualTo("collection_needed");
    assertThat(collections.find("audit")).isPresent();
    assertThat(extensions.get("audit-trail", false).extension().isEnabled()).isTrue();
  }

  @Test
  void collections_stay_after_an_uninstall_and_are_its_own_when_it_comes_back() {
    manifestWithAudit("1.0", AUDIT);
    install();
    record("audit");
    assertThat(extensions.uninstall("audit-trail", false, OPERATOR)).isEmpty();
    assertThat(archives()).isZero();
    assertThat(collections.find("audit")).isPresent();
    manifestWithAudit("2.0", collection("audit", "\"what\",\"who\"", "{}"));
    install();
    assertThat(fields("audit")).containsExactly("what", "who");
    assertThat(extensions.uninstall("audit-trail", true, OPERATOR)).containsExactly("audit");
    assertThat(collections.find("audit").map(Collection::name)).isEmpty();
    assertThat(refused(() -> extensions.uninstall("audit-trail", true, OPERATOR)).code())
        .isEqualTo("extension_not_found");
  }

  @Test
  void it_is_turned_off_and_on_and_told_once() {
    install();
    assertThat(extensions.setEnabled("audit-trail", false, OPERATOR).extension().isEnabled())
        .isFalse();
    extensions.setEnabled("audit-trail", false, OPERATOR);
    assertThat(runtime.follows).hasValue(2);
    assertThat(extensions.list(true, false, 100, 0).total()).isZero();
    assertThat(extensions.list(false, false, 100, 0).total()).isEqualTo(1);
    assertThat(extensions.setEnabled("audit-trail", true, OPERATOR).extension().isEnabled())
        .isTrue();
  }

  @Test
  void a_list_has_pages() {
    for (var name : List.of("c", "a", "b")) {
      var one = GitFolder.create();
      manifest(one, name, "1.0", "");
      extensions.install(one.path().toString(), null, OPERATOR);
    }
    var page = extensions.list(false, false, 1, 1);
    assertThat(page.total()).isEqualTo(3);
    assertThat(page.extensions()).extracting(it -> it.extension().name()).containsExactly("b");
  }

  @Test
  void updates_are_found_where_the_repository_can_be_asked() {
    folder.commit();
    extensions.install(folder.path().toString(), "main", OPERATOR);
    assertThat(extensions.get("audit-trail", true).updateAvailable()).isFalse();
    manifest("1.1", "");
    folder.commit();
    assertThat(extensions.get("audit-trail", true).updateAvailable()).isTrue();
    assertThat(extensions.list(false, true, 100, 0).extensions().getFirst().updateAvailable())
        .isTrue();
    assertThat(extensions.get("audit-trail", false).updateAvailable()).isNull();
    folder.write("extension.toml", "no manifest").commit();
    assertThat(extensions.get("audit-trail", true).updateAvailable()).isNull();
  }

  @Test
  void a_version_for_a_newer_server_is_refused() {
    manifest("1.0", "min_version = \"1.3\"\n");
    var problem = refused(this::install);
    assertThat(problem.code()).isEqualTo("server_too_old");
    assertThat(problem.detail()).contains("1.3").contains("1.2.0");
    manifest("1.0", "min_version = \"1.2\"\n");
    install();
  }

  @Test
  void files_that_a_manifest_names_and_a_manifest_must_be_there() {
    manifest("1.0", "collections = [\"a.json\"]\nstatic = \"public\"\n");
    var missing = refused(this::install);
    assertThat(missing.code()).isEqualTo("invalid_manifest");
    assertThat(missing.errors()).hasSize(2);
    var empty = GitFolder.create().write("src/a.java", "one");
    assertThat(refused(() -> extensions.preview(empty.path().toString(), null)).code())
        .isEqualTo("manifest_missing");
  }

  @Test
  void a_server_without_extensions_installs_none() {
    var off = service(database, collections, runtime, Map.of("enabled", "false"));
    assertThat(refused(() -> off.install(folder.path().toString(), null, OPERATOR)).code())
        .isEqualTo("extensions_disabled");
  }

  @Test
  void of_two_installations_of_one_name_one_wins() throws Exception {
    manifestWithAudit("1.0", AUDIT);
    var other = Engine.open(url);
    opened.addFirst(other);
    var there =
        service(
            other, new CollectionService(other, Clock.systemUTC()), new FakeRuntime(), Map.of());
    var results = new ArrayList<String>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<String>> both =
          List.of(() -> outcome(extensions, folder.path()), () -> outcome(there, folder.path()));
      for (var result : threads.invokeAll(both)) {
        results.add(result.get());
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
    assertThat(results).containsExactlyInAnyOrder("done", "extension_exists");
    assertThat(extensions.list(false, false, 100, 0).total()).isEqualTo(1);
  }

  private static @Nullable String outcome(ExtensionService service, Path path) {
    try {
      service.install(path.toString(), null, OPERATOR);
      return "done";
    } catch (Problem e) {
      return e.code();
    }
  }
}

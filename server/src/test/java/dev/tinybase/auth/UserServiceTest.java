package dev.tinybase.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.errors.Problem;
import dev.tinybase.testing.Engine;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Engine.class)
class UserServiceTest {
  private static final String OTHER = "battery staple";

  private final TestAuth auth;
  private final UserService users;
  private Account root;

  UserServiceTest(Engine engine) {
    auth = new TestAuth(engine);
    users = auth.services.users();
    root = auth.admin("root@example.org");
  }

  @AfterEach
  void close() {
    auth.close();
  }

  @Test
  void a_user_is_found_by_id_and_by_any_spelling_of_the_email() {
    var ada = auth.user("Ada@Example.org");
    assertThat(ada.email()).isEqualTo("Ada@example.org");
    assertThat(users.find(ada.id())).contains(ada);
    assertThat(users.find("aDA@example.ORG")).contains(ada);
    assertThat(users.find("eve@example.org")).isEmpty();
    assertThat(users.find("no e-mail")).isEmpty();
  }

  @Test
  void an_email_is_taken_in_any_spelling() {
    auth.user("ada@example.org");
    var problem = TestAuth.refusal(() -> auth.user("ADA@EXAMPLE.ORG"));
    assertThat(problem.kind()).isEqualTo(Problem.Kind.BAD_REQUEST);
    assertThat(problem.code()).isEqualTo("email_taken");
  }

  @Test
  void of_several_that_take_an_email_at_once_one_wins() throws Exception {
    assertThat(Race.winners(8, _ -> () -> auth.user("ada@example.org"))).hasSize(1);
    assertThat(users.count()).isEqualTo(2);
  }

  @Test
  void unfit_emails_and_passwords_are_refused() {
    assertThat(TestAuth.refusal(() -> users.create("nobody", OTHER, false)).code())
        .isEqualTo("invalid_email");
    for (var password : new String[] {"", "1234567", "x".repeat(1025)}) {
      assertThat(TestAuth.refusal(() -> users.create("a@b.org", password, false)).code())
          .isEqualTo("invalid_password");
    }
    assertThat(users.count()).isEqualTo(1);
  }

  @Test
  void users_are_listed_by_age_in_pages() {
    for (int i = 0; i < 5; i++) {
      auth.advance(Duration.ofSeconds(1));
      auth.user("user" + i + "@example.org");
    }
    var page = users.list(2, 3);
    assertThat(page.total()).isEqualTo(6);
    assertThat(page.users())
        .extracting(Account::email)
        .containsExactly("user2@example.org", "user3@example.org");
    assertThat(users.list(0, 0).users()).isEmpty();
  }

  @Test
  void a_change_moves_updated_at_and_nothing_moves_it_without_one() {
    var ada = auth.user("ada@example.org");
    auth.advance(Duration.ofSeconds(5));
    assertThat(change(ada, null, null, null)).isEqualTo(ada);
    assertThat(change(ada, "ada@example.org", null, false)).isEqualTo(ada);
    var renamed = change(ada, "lovelace@example.org", null, null);
    assertThat(renamed.email()).isEqualTo("lovelace@example.org");
    assertThat(renamed.createdAt()).isEqualTo(ada.createdAt());
    assertThat(renamed.updatedAt()).isEqualTo(ada.updatedAt().plusSeconds(5));
  }

  @Test
  void an_email_that_another_has_cannot_be_taken_by_a_change() {
    var ada = auth.user("ada@example.org");
    assertThat(TestAuth.refusal(() -> change(ada, "ROOT@example.org", null, null)).code())
        .isEqualTo("email_taken");
    assertThat(users.find(ada.id())).contains(ada);
  }

  @Test
  void a_new_password_ends_every_session() {
    var ada = auth.user("ada@example.org");
    var grant = auth.login("ada@example.org");
    change(ada, null, OTHER, null);
    assertThat(auth.admits(grant)).isFalse();
    assertThat(TestAuth.refusal(() -> auth.login("ada@example.org"))).isNotNull();
    assertThat(auth.admits(auth.login("ada@example.org", OTHER))).isTrue();
  }

  @Test
  void a_new_email_and_a_demotion_end_every_session_and_a_promotion_none() {
    var ada = auth.user("ada@example.org");
    var grant = auth.login("ada@example.org");
    change(ada, null, null, true);
    assertThat(auth.admits(grant)).isTrue();
    change(ada, null, null, false);
    assertThat(auth.admits(grant)).isFalse();

    var second = auth.login("ada@example.org");
    change(ada, "lovelace@example.org", null, null);
    assertThat(auth.admits(second)).isFalse();
  }

  @Test
  void the_last_admin_stays_one() {
    assertThat(TestAuth.refusal(() -> change(root, null, null, false)).code())
        .isEqualTo("last_admin");
    assertThat(TestAuth.refusal(() -> users.delete(root.id())).code()).isEqualTo("last_admin");
    assertThat(users.find(root.id())).contains(root);

    auth.admin("second@example.org");
    assertThat(change(root, null, null, false).isAdmin()).isFalse();
  }

  @Test
  void a_user_who_is_no_admin_may_be_demoted_and_deleted_freely() {
    var ada = auth.user("ada@example.org");
    change(ada, null, null, false);
    users.delete(ada.id());
    assertThat(users.find(ada.id())).isEmpty();
  }

  @Test
  void admins_who_remove_each_other_at_once_leave_one() throws Exception {
    for (int round = 0; round < 5; round++) {
      var second = auth.admin("second" + round + "@example.org");
      var all = new Account[] {root, second};
      boolean deletes = round % 2 == 0;
      Race.winners(
          2,
          i ->
              () -> {
                if (deletes && i == 1) {
                  users.delete(all[1].id());
                  return all[1];
                }
                return change(all[i], null, null, false);
              });
      assertThat(auth.number("select count(*) from _users where is_admin")).isEqualTo(1);
      root = users.ensureAdmin("root@example.org", OTHER);
      users.find(second.id()).ifPresent(still -> users.delete(still.id()));
    }
  }

  @Test
  void unknown_users_are_not_found() {
    var nobody = new UUID(1, 2);
    assertThat(users.find(nobody)).isEmpty();
    assertThat(TestAuth.refusal(() -> users.delete(nobody)).kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
    assertThat(
            TestAuth.refusal(() -> users.update(nobody, new UserChange(null, null, true), null))
                .kind())
        .isEqualTo(Problem.Kind.NOT_FOUND);
  }

  @Test
  void the_records_of_a_deleted_user_stay_and_belong_to_nobody() {
    var ada = auth.user("ada@example.org");
    var grant = auth.login("ada@example.org");
    var tables = new String[] {collection("posts"), collection("notes")};
    for (var table : tables) {
      record(table, ada.id());
      record(table, root.id());
    }

    users.delete(ada.id());

    for (var table : tables) {
      assertThat(count(table, "owner_id is null and _version = 2")).isEqualTo(1);
      assertThat(count(table, "owner_id is not null and _version = 1")).isEqualTo(1);
    }
    assertThat(auth.admits(grant)).isFalse();
    assertThat(auth.number("select count(*) from _sessions")).isZero();
  }

  @Test
  void ensuring_an_admin_makes_promotes_and_sets_the_password() {
    var made = users.ensureAdmin("boss@example.org", OTHER);
    assertThat(made.isAdmin()).isTrue();

    auth.user("ada@example.org");
    var grant = auth.login("ada@example.org");
    var ada = users.ensureAdmin("ADA@example.org", OTHER);
    assertThat(ada.isAdmin()).isTrue();
    assertThat(auth.admits(grant)).isFalse();
    assertThat(auth.login("ada@example.org", OTHER).account().isAdmin()).isTrue();
    assertThat(users.count()).isEqualTo(3);
  }

  private Account change(
      Account user, @Nullable String email, @Nullable String password, @Nullable Boolean admin) {
    return users.update(user.id(), new UserChange(email, password, admin), null);
  }

  private String collection(String name) {
    return auth.database.write(sql -> {
      sql.update(
          "insert into _collections (id, name, label, schema, options, created_at, updated_at)"
              + " values (?, ?, ?, '{}', '{}', ?, ?)",
          UUID.randomUUID(),
          name,
          name,
          auth.clock.instant(),
          auth.clock.instant());
      var table = "records_" + sql.number("select number from _collections where name = ?", name);
      var uuid = auth.database.dialect().columnType(dev.tinybase.db.ColumnType.UUID);
      sql.execute(
          "create table %s (id %s primary key, owner_id %s, _version integer not null)"
              .formatted(table, uuid, uuid));
      return table;
    });
  }

  private void record(String table, UUID owner) {
    auth.database.write(sql ->
        sql.update(
            "insert into " + table + " (id, owner_id, _version) values (?, ?, 1)",
            UUID.randomUUID(),
            owner));
  }

  private long count(String table, String condition) {
    return auth.database.read(
        sql -> sql.number("select count(*) from " + table + " where " + condition));
  }
}

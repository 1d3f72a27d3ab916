package dev.tinybase.filters;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tinybase.db.ColumnType;
import dev.tinybase.filters.Filter.Variables;
import dev.tinybase.filters.SqlFragment.Parameter;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlFragmentTest {
  private static final SqlFragment OPEN = SqlFragment.of("open = ?", true);

  @Test
  void fragments_keep_their_parameters_in_the_order_of_their_marks() {
    var both = SqlFragment.concat("(", OPEN, " or size > ", SqlFragment.mark(3L), ")");

    assertThat(both).isEqualTo(SqlFragment.of("(open = ? or size > ?)", true, 3L));
  }

  @Test
  void what_is_always_true_adds_nothing() {
    assertThat(SqlFragment.TRUE.and(OPEN)).isEqualTo(OPEN);
    assertThat(OPEN.and(SqlFragment.TRUE)).isEqualTo(OPEN);
    assertThat(SqlFragment.TRUE.where()).isEmpty();
    assertThat(OPEN.and(OPEN).where()).isEqualTo(" where (open = ?) and (open = ?)");
  }

  @Test
  void values_that_a_request_has_are_filled_in() {
    Parameter email = variables -> variables.value(Variables.Name.USER_EMAIL, ColumnType.TEXT);
    var owned = OPEN.and(SqlFragment.of("email = ?", email));

    assertThat(owned.bind(() -> Samples.CALLER).parameters())
        .containsExactly(true, "alice@example.com");
    assertThat(owned.bind(() -> Samples.ANONYMOUS).parameters()).containsExactly(true, null);
  }

  @Test
  void a_request_is_not_asked_for_what_is_known() {
    var bound =
        OPEN.bind(() -> {
          throw new AssertionError("asked");
        });

    assertThat(bound).isSameAs(OPEN);
  }

  @Test
  void a_change_of_a_parameter_waits_for_its_value_and_leaves_null_alone() {
    Parameter email = variables -> variables.value(Variables.Name.USER_EMAIL, ColumnType.TEXT);
    var length = SqlFragment.mark(SqlFragment.map(email, text -> (long) text.toString().length()));

    assertThat(length.bind(() -> Samples.CALLER).parameters()).isEqualTo(List.of(17L));
    assertThat(length.bind(() -> Samples.ANONYMOUS).parameters()).containsExactly((Object) null);
  }
}

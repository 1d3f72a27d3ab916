package dev.tinybase.collections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tinybase.collections.Collection.AccessRule;
import dev.tinybase.collections.Collection.AccessRules;
import dev.tinybase.errors.Problem;
import dev.tinybase.json.Json;
import dev.tinybase.schema.Schema;
import dev.tinybase.schema.SchemaParser;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class OptionsParserTest {
  private static final Schema SCHEMA =
      SchemaParser.parse(
              json(
                  "{'fields':[{'name':'title'},{'name':'n','type':'int'},{'name':'tags','type':'list'},"
                      + "{'name':'open','type':'bool'},{'name':'secret','hidden':true}]}"))
          .schema();

  @Test
  void nothing_means_the_defaults() {
    for (var json :
        List.of(
            "null",
            "{}",
            "{'access':null}",
            "{'access':{'list':null},'indexes':null,'unknown':null,'coerce':null}")) {
      assertThat(parse(json))
          .isEqualTo(new Collection.Options(AccessRules.DEFAULT, false, false, List.of()));
    }
  }

  @Test
  void what_is_left_out_is_private_and_read_follows_list() {
    var access = parse("{}").access();
    assertThat(access.create()).isEqualTo(new AccessRule.Authenticated());
    assertThat(List.of(access.list(), access.read(), access.update(), access.delete()))
        .containsOnly(new AccessRule.Owner());
    for (var rule : List.of("'public'", "'auth'", "'admin'", "{'open':true}")) {
      var listed = parse("{'access':{'list':" + rule + "}}").access();
      assertThat(listed.read()).isEqualTo(listed.list());
      assertThat(listed.update()).isEqualTo(new AccessRule.Owner());
    }
    assertThat(parse("{'access':{'read':'public'}}").access().list())
        .isEqualTo(new AccessRule.Owner());
  }

  @Test
  void rules_are_words_or_filters() {
    var access =
        parse(
                "{'access':{'list':'owner','read':{'open':true},'create':'public','update':'admin','delete':'auth'}}")
            .access();

    assertThat(access.list()).isEqualTo(new AccessRule.Owner());
    assertThat(access.read()).isInstanceOf(AccessRule.When.class);
    assertThat(access.create()).isEqualTo(new AccessRule.Public());
    assertThat(access.update()).isEqualTo(new AccessRule.AdminOnly());
    assertThat(access.delete()).isEqualTo(new AccessRule.Authenticated());
  }

  @Test
  void rules_may_use_hidden_fields_and_rules_of_changes_both_states() {
    assertThat(
            parse(
                    "{'access':{'read':{'secret':'$user.email'},'update':{'$old.n':{'lte':1},'title':'$new.title'}}}")
                .access()
                .update())
        .isInstanceOf(AccessRule.When.class);
  }

  @Test
  void the_rest_is_read() {
    var options =
        parse(
            "{'coerce':true,'unknown':'ignore','indexes':[{'fields':['title','-n'],'unique':true},{'fields':['created_at']}]}");

    assertThat(options.coerce()).isTrue();
    assertThat(options.ignoreUnknown()).isTrue();
    assertThat(options.indexes())
        .containsExactly(
            new Collection.Index(
                List.of(new Collection.Column("title", false), new Collection.Column("n", true)),
                true),
            new Collection.Index(List.of(new Collection.Column("created_at", false)), false));
    assertThat(parse("{'unknown':'refuse'}").ignoreUnknown()).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          []                                     | options must be an object
          {'acces':{}}                           | options unknown key 'acces'; did you mean 'access'?
          {'access':'public'}                    | options.access must be an object
          {'access':{'reed':'public'}}           | options.access unknown key 'reed'; did you mean 'read'?
          {'access':{'read':'publik'}}           | options.access.read must be public, auth, owner, admin or a filter; did you mean 'public'?
          {'access':{'read':5}}                  | options.access.read must be
          {'access':{'read':{'opne':true}}}      | did you mean 'open'?
          {'access':{'read':{'open':5}}}         | options.access.read
          {'access':{'read':{'$new.n':5}}}       | create and update only
          {'access':{'list':{'title':'$old.title'}}} | create and update only
          {'coerce':'yes'}                       | options.coerce must be true or false
          {'unknown':'drop'}                     | options.unknown must be
          {'indexes':{}}                         | options.indexes must be a list
          {'indexes':[5]}                        | options.indexes[0] must be an object
          {'indexes':[{'fields':[]}]}            | options.indexes[0].fields must be a list of 1 to
          {'indexes':[{'field':['n']}]}          | unknown key 'field'; did you mean 'fields'?
          {'indexes':[{'fields':['titel']}]}     | unknown field 'titel'; did you mean 'title'?
          {'indexes':[{'fields':['n','-n']}]}    | names 'n' twice
          {'indexes':[{'fields':['tags']}]}      | the type 'list' has no index
          {'indexes':[{'fields':[5]}]}           | unknown field ''
          {'indexes':[{'fields':['n'],'unique':1}]} | options.indexes[0].unique must be true or false
          """)
  void a_problem_is_named_with_its_place(String options, String message) {
    assertThatThrownBy(() -> parse(options))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> {
              assertThat(problem.kind().status()).isEqualTo(400);
              assertThat(problem.code()).isEqualTo("invalid_options");
              assertThat(problem.detail()).startsWith("Invalid options: ").contains(message);
            });
  }

  @Test
  void all_problems_come_at_once() {
    assertThatThrownBy(() -> parse("{'coerce':1,'access':{'read':'x','list':{'y':1}},'z':0}"))
        .isInstanceOfSatisfying(Problem.class, problem -> assertThat(problem.errors()).hasSize(4));
  }

  private static Collection.Options parse(String json) {
    return OptionsParser.parse(json(json), SCHEMA);
  }

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }
}

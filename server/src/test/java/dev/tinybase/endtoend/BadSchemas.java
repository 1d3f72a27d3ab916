package dev.tinybase.endtoend;

import java.util.List;
import java.util.stream.Stream;

/** Declarations of collections that no table is made of. */
final class BadSchemas {
  private static final String COLLECTIONS = "/api/collections";

  private BadSchemas() {}

  static List<Case> all() {
    return Stream.of(names(), fields(), options()).flatMap(List::stream).toList();
  }

  private static List<Case> names() {
    return List.of(
        named("", 422),
        named("Things", 422),
        named("_users", 422),
        named("a b", 422),
        named("a-b", 422),
        named("a;drop table _users", 422),
        named("../../etc/passwd", 422),
        named("ünïcode", 422),
        named("x".repeat(101), 422),
        Case.of("POST", COLLECTIONS, "{'name':5,'label':'x','schema':{}}", 422, "name"),
        Case.of("POST", COLLECTIONS, "{'label':'x','schema':{}}", 422, "name"),
        Case.of("POST", COLLECTIONS, "{'name':'x','label':'x'}", 422, "schema"),
        Case.of("POST", COLLECTIONS, "{'name':'x','label':'x','schema':[]}", 422, "schema"),
        Case.of("POST", COLLECTIONS, "{'name':'x','label':'x','shema':{}}", 422, "shema", "schema"),
        Case.of("PATCH", COLLECTIONS + "/things", "{'lable':'x'}", 422, "lable", "label"),
        Case.of("PATCH", COLLECTIONS + "/things", "{'schema':null}", 422, "schema"));
  }

  private static List<Case> fields() {
    return List.of(
        field("{}", "name"),
        field("{'name':'id'}", "id"),
        field("{'name':'created_at'}", "created_at"),
        field("{'name':'_x'}", "_x"),
        field("{'name':'a b'}", "a b"),
        field("{'name':'a\\'); drop table _users; --'}", "drop table"),
        field("{'name':'" + "x".repeat(64) + "'}", "xxx"),
        field("{'name':'a'},{'name':'a'}", "a"),
        field("{'name':'a'},{'name':'A'}", "A"),
        field("{'name':'a','type':'strng'}", "strng", "string"),
        field("{'name':'a','type':'list[date]'}", "a"),
        field("{'name':'a','type':5}", "a"),
        field("{'name':'a','typ':'string'}", "typ", "type"),
        field("{'name':'a','min':1}", "a", "min"),
        field("{'name':'a','type':'integer','min_length':1}", "a", "min_length"),
        field("{'name':'a','type':'integer','min':5,'max':1}", "a"),
        field("{'name':'a','type':'integer','min':1.5}", "a"),
        field("{'name':'a','type':'integer','default':'x'}", "a", "default"),
        field("{'name':'a','max_length':1,'default':'xx'}", "a", "default"),
        field("{'name':'a','min_length':-1}", "a", "min_length"),
        field("{'name':'a','min_length':9223372036854775808}", "a", "min_length"),
        field("{'name':'a','pattern':'('}", "a", "pattern"),
        field("{'name':'a','pattern':'(?=x)'}", "a", "pattern"),
        field("{'name':'a','format':'iban'}", "a", "format"),
        field("{'name':'a','values':'x'}", "a", "values"),
        field("{'name':'a','required':'yes'}", "a", "required"),
        Case.of("POST", COLLECTIONS, body("{'fields':{}}"), 400, "fields"),
        Case.of("POST", COLLECTIONS, body("{'fields':null}"), 400, "fields"),
        Case.of("POST", COLLECTIONS, body("{'fields':[5]}"), 400, "fields"));
  }

  private static List<Case> options() {
    return List.of(
        option("{'acces':{}}", "acces", "access"),
        option("{'access':{'red':'public'}}", "red", "read"),
        option("{'access':{'read':'everybody'}}", "access.read"),
        option("{'access':{'read':{'b':1}}}", "b"),
        option("{'access':{'read':{'a':{'is':1}}}}", "is"),
        option("{'access':{'read':{'a':'$user.password'}}}", "password"),
        option("{'indexes':[{'fields':['b']}]}", "b"),
        option("{'indexes':[{'fields':[]}]}", "fields"),
        option("{'indexes':[{'fields':['a'],'uniq':true}]}", "uniq", "unique"),
        option("{'coerce':'yes'}", "coerce"),
        option("{'unknown':'drop'}", "unknown"),
        option("[]", "options"));
  }

  private static Case named(String name, int status) {
    var body = "{'name':'" + name + "','label':'x','schema':{}}";
    return Case.of("POST", COLLECTIONS, body, status, "name");
  }

  private static Case field(String fields, String... mentions) {
    return Case.of("POST", COLLECTIONS, body("{'fields':[" + fields + "]}"), 400, mentions);
  }

  private static Case option(String options, String... mentions) {
    var body =
        "{'name':'x','label':'x','schema':{'fields':[{'name':'a'}]},'options':" + options + "}";
    return Case.of("POST", COLLECTIONS, body, options.equals("[]") ? 422 : 400, mentions);
  }

  private static String body(String schema) {
    return "{'name':'x','label':'x','schema':" + schema + "}";
  }
}

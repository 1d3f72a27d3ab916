package dev.tinybase.endtoend;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

/** Bodies that no record is made of. */
final class BadBodies {
  private static final String RECORDS = "/api/collections/things/records";

  private BadBodies() {}

  /** What is not JSON, or more than we take. */
  static List<Case> malformed() {
    return List.of(
        post("{'data':", 422, "json_invalid", "line 1"),
        post("{'data':{}} {}", 422, "json_invalid"),
        post("{data:{}}", 422, "json_invalid"),
        post("{'data':{},}", 422, "json_invalid"),
        post("{'data':{'title':'a','title':'b'}}", 422, "json_invalid", "title"),
        post("{'data':{'ratio':NaN}}", 422, "json_invalid"),
        post("{'data':{'ratio':-Infinity}}", 422, "json_invalid"),
        post("{'data':{'count':01}}", 422, "json_invalid"),
        post("{'data':{'title':'\\ud800'}}", 422, "json_invalid"),
        post("{'data':{'title':'\\udc00\\ud800'}}", 422, "json_invalid"),
        post("{'data':{'title':'a\\u0000b'}}", 422, "json_invalid"),
        post("{'data':{'a\\u0000':1}}", 422, "json_invalid"),
        post("{'data':{'title':'a\nb'}}", 422, "json_invalid"),
        post("{'data':{'extra':" + "[".repeat(101) + "]".repeat(101) + "}}", 422, "json_invalid"),
        post("[".repeat(100_000), 422, "json_invalid"),
        post("{'a':".repeat(100_000), 422, "json_invalid"),
        bytes(new byte[] {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}'}, 422),
        post("{'data':{'count':1e2147483648}}", 422, "json_invalid", "digits"),
        post("{'data':{'price':-1e99999999999}}", 422, "json_invalid", "digits"),
        post("{'data':{'extra':[1e-99999999999]}}", 422, "json_invalid", "digits"),
        post("{'data':{'ratio':1e2147483647}}", 422, "json_invalid", "digits"),
        bytes(new byte[] {'{', '"', (byte) 0xc0, (byte) 0xae, '"', ':', '1', '}'}, 422, "UTF-8"),
        bytes("{\"data\":{}}".getBytes(StandardCharsets.UTF_16), 422, "UTF-8"),
        bytes("{\"data\":{}}".getBytes(StandardCharsets.UTF_16BE), 422, "json_invalid"),
        bytes("{\"data\":{}}".getBytes(StandardCharsets.UTF_16LE), 422, "json_invalid"),
        bytes("{\"data\":{}}\0".getBytes(StandardCharsets.US_ASCII), 422, "json_invalid"),
        bytes(new byte[] {(byte) 0xff, (byte) 0xfe, '{', 0, '}', 0}, 422),
        bytes(" ".repeat((1 << 20) + 1).getBytes(StandardCharsets.US_ASCII), 413));
  }

  /** JSON of another form than {@code {"data": {...}}}. */
  static List<Case> misshapen() {
    return List.of(
        post("[]", 422, "body"),
        post("null", 422, "body"),
        post("'text'", 422, "body"),
        post("{}", 422, "data"),
        post("{'data':5}", 422, "data"),
        post("{'data':[]}", 422, "data"),
        post("{'data':null}", 422, "data"),
        post("{'data':{'title':'x'},'owner':1}", 422, "owner"),
        post("{'data':{'title':'x'},'owner_id':'me'}", 422, "owner_id"));
  }

  /** Values that the schema refuses, each naming its field. */
  static List<Case> values() {
    return Stream.of(
            refused("{'title':5}", "title"),
            refused("{'title':true}", "title"),
            refused("{'title':{'eq':'x'}}", "title"),
            refused("{'title':['x']}", "title"),
            refused("{'title':null}", "title"),
            refused("{}", "title"),
            refused("{'title':''}", "title", "too_short"),
            refused("{'title':'" + "x".repeat(101) + "'}", "title", "too_long"),
            valued("'count':'5'", "count"),
            valued("'count':1.5", "count"),
            valued("'count':true", "count"),
            valued("'count':9223372036854775808", "count"),
            valued("'count':-9223372036854775809", "count"),
            valued("'count':1e400000", 422, "json_invalid"),
            valued("'count':" + "9".repeat(900), "count"),
            valued("'count':-1", "count"),
            valued("'ratio':'1'", "ratio"),
            valued("'ratio':1e400000", 422, "json_invalid"),
            valued("'ratio':-1e309", "ratio"),
            valued("'price':'ten'", "price"),
            valued("'price':'1e5'; drop table _users", 422, "json_invalid"),
            valued("'price':1e400000", 422, "json_invalid"),
            valued("'price':'1e999999999'", "price"),
            valued("'price':'NaN'", "price"),
            valued("'flag':'true'", "flag"),
            valued("'flag':1", "flag"),
            valued("'day':'2026-02-30'", "day"),
            valued("'day':'2026-1-1'", "day"),
            valued("'day':20260101", "day"),
            valued("'at':'yesterday'", "at"),
            valued("'at':'2026-01-01'", "at"),
            valued("'at':'+999999999-12-31T23:59:59Z'", "at"),
            valued("'tags':'a'", "tags"),
            valued("'tags':[1]", "tags"),
            valued("'tags':[null]", "tags"),
            valued("'more':[]", "more"),
            valued("'email':'nobody'", "email"),
            valued("'color':'mauve'", "color"),
            valued("'code':'abc'", "code"),
            valued("'secret_note':'x'", "secret_note"),
            valued("'titel':'x'", "titel", "title"),
            valued("'id':'x'", "id"),
            valued("'created_at':'2026-01-01T00:00:00Z'", "created_at"),
            valued("'title\\' or 1=1 --':'x'", "or 1=1"),
            valued("'../../etc/passwd':'x'", "etc/passwd"),
            valued("'__proto__':{}", "__proto__"))
        .toList();
  }

  private static Case refused(String data, String... mentions) {
    return post("{'data':" + data + "}", 400, mentions);
  }

  private static Case valued(String member, String... mentions) {
    return refused("{'title':'fine'," + member + "}", mentions);
  }

  private static Case valued(String member, int status, String... mentions) {
    return post("{'data':{'title':'fine'," + member + "}}", status, mentions);
  }

  private static Case post(String body, int status, String... mentions) {
    return Case.of("POST", RECORDS, body, status, mentions);
  }

  private static Case bytes(byte[] body, int status, String... mentions) {
    return new Case("POST", RECORDS, body, status, List.of(mentions));
  }
}

package dev.tinybase.endtoend;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Paths and queries that ask for nonsense. */
final class BadQueries {
  private static final String RECORDS = "/api/collections/things/records";
  private static final String NOBODY = "/00000000-0000-7000-8000-000000000000";

  private BadQueries() {}

  /** Paths and methods. */
  static List<Case> paths() {
    return List.of(
        Case.get("/nowhere", 404),
        Case.get("/api/collections/nothing", 404, "nothing"),
        Case.get("/api/collections/thing/records", 404, "thing"),
        Case.get("/api/collections/_users/records", 404),
        Case.get("/api/collections/records_1/records", 404),
        Case.get("/api/collections/sqlite_master/records", 404),
        Case.get("/api/collections/things%22;drop%20table%20_users;--/records", 404),
        Case.get("/api/collections/..%2f..%2fetc%2fpasswd/records", 404),
        Case.get("/api/collections/%00/records", 400, "NUL"),
        Case.get("/..%2f..%2fetc%2fpasswd", 404),
        Case.get("/docs/..%2f..%2f..%2fetc%2fpasswd", 404),
        Case.get(RECORDS + "/7", 422, "record_id"),
        Case.get(RECORDS + "/%27%20or%201=1", 422, "record_id"),
        Case.get(RECORDS + NOBODY, 404),
        Case.get(RECORDS + NOBODY + "0", 422, "record_id"),
        Case.of("PUT", "/api/collections/things", "{}", 405),
        Case.of("DELETE", RECORDS, "", 405),
        Case.of("PATCH", RECORDS, "{}", 405),
        Case.of("POST", RECORDS + NOBODY, "{}", 405),
        Case.of("DELETE", RECORDS + "/7", "", 422, "record_id"));
  }

  /** Paging, order and selection. */
  static List<Case> lists() {
    return List.of(
        list("limit=-1", 422, "limit"),
        list("limit=1001", 422, "limit"),
        list("limit=ten", 422, "limit"),
        list("limit=99999999999999999999", 422, "limit"),
        list("limit=", 422, "limit"),
        list("offset=-1", 422, "offset"),
        list("offset=9223372036854775808", 422, "offset"),
        list("offset=1e3", 422, "offset"),
        list("total=maybe", 422, "total"),
        list("sort=titel", 400, "titel", "title"),
        list("sort=title;drop%20table%20_users", 400, "sort"),
        list("sort=--title", 400, "sort"),
        list("sort=title,title,,", 400, "sort"),
        list("sort=secret_note", 400, "secret_note"),
        list("sort=_version", 400, "_version"),
        list("sort_by=nothing", 400, "nothing"),
        list("sort_by=created_at&sort_order=sideways", 422, "sort_order"),
        list("fields=titel", 400, "titel"),
        list("fields=secret_note", 400, "secret_note"),
        list("fields=title%22", 400, "title"),
        list("cursor=junk", 400, "cursor"),
        list("cursor=%00", 400, "NUL"),
        list("cursor=AAAA", 400, "cursor"),
        list("cursor=" + "A".repeat(5000), 400, "cursor"));
  }

  /** Filters. */
  static List<Case> filters() {
    return List.of(
        list("filter[titel]=x", 400, "titel", "title"),
        list("filter[title][equals]=x", 400, "equals"),
        list("filter[title'%20or%20'1'='1]=x", 400, "filter"),
        list("filter[title);drop%20table%20_users;--][eq]=x", 400, "filter"),
        list("filter[_version]=1", 400, "_version"),
        list("filter[secret_note]=x", 400, "secret_note"),
        list("filter[count]=five", 400, "count"),
        list("filter[count][gt]=9223372036854775808", 400, "count"),
        list("filter[count][gt]=1e400000", 400, "count"),
        list("filter[ratio][lt]=NaN", 400, "ratio"),
        list("filter[price]=1;drop", 400, "price"),
        list("filter[flag]=maybe", 400, "flag"),
        list("filter[day][gte]=tomorrow", 400, "day"),
        list("filter[at][gte]=2026-13-01T00:00:00Z", 400, "at"),
        list("filter[id]=7", 400, "id"),
        list("filter[title]=%00", 400, "NUL"),
        list("filter[title][null]=perhaps", 400, "title"),
        list("filter[tags][length]=many", 400, "tags"),
        list("filter[count][contains]=1", 400, "count"),
        list("filter[title][has]=1", 400, "title"),
        list("filter[]=x", 400, "filter"),
        list("filter[title=x", 400, "filter"),
        list("filter[title][eq][eq]=x", 400, "filter"),
        json("{", 400, "filter"),
        json("{'ratio':1e2147483648}", 400, "digits"),
        json("{'price':-1e99999999999}", 400, "digits"),
        list("filter[ratio]=1e2147483648", 400, "ratio"),
        list("filter[price]=1e99999999999", 400, "price"),
        json("[]", 400, "filter"),
        json("5", 400, "filter"),
        json("{'title':{'eq':['x']}}", 400, "title"),
        json("{'title':{'eq':{'$ne':''}}}", 400, "title"),
        json("{'title':{'like':5}}", 400, "title"),
        json("{'count':{'in':'x'}}", 400, "count"),
        json("{'count':{'in':[1,'x']}}", 400, "count"),
        json("{'or':{}}", 400, "or"),
        json("{'not':[]}", 400, "not"),
        json("{'count':9223372036854775808}", 400, "count"),
        json("{'title':'$user.password_hash'}", 400, "password_hash"),
        json("{'$user.id':'x'}", 400, "user"),
        json("{'title':'a','title':'b'}", 400, "title"),
        json("{'title':'\\ud800'}", 400, "filter"),
        json("{'not':".repeat(9) + "{'count':1}" + "}".repeat(9), 400, "filter"),
        json("{'or':[" + "{'count':1},".repeat(100) + "{'count':2}]}", 400, "100"),
        json("{'not':".repeat(300), 400, "filter"));
  }

  private static Case list(String query, int status, String... mentions) {
    var encoded = query.replace("[", "%5B").replace("]", "%5D").replace("'", "%27");
    return Case.get(RECORDS + "?" + encoded, status, mentions);
  }

  private static Case json(String filter, int status, String... mentions) {
    var encoded = URLEncoder.encode(filter.replace('\'', '"'), StandardCharsets.UTF_8);
    return Case.get(RECORDS + "?filter=" + encoded, status, mentions);
  }
}

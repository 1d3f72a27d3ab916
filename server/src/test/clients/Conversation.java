import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.openapitools.client.ApiClient;
import org.openapitools.client.ApiException;
import org.openapitools.client.api.AuthApi;
import org.openapitools.client.api.PostsApi;
import org.openapitools.client.api.ShopApi;
import org.openapitools.client.model.BuyInput;
import org.openapitools.client.model.Credentials;
import org.openapitools.client.model.IntegerCondition;
import org.openapitools.client.model.IntegerOperators;
import org.openapitools.client.model.Login;
import org.openapitools.client.model.PostsRecordDataInput;
import org.openapitools.client.model.PostsRecordDataPatch;
import org.openapitools.client.model.PostsRecordFieldName;
import org.openapitools.client.model.PostsRecordFilter;
import org.openapitools.client.model.PostsRecordInput;
import org.openapitools.client.model.PostsRecordPatch;
import org.openapitools.client.model.PostsRecordQuery;
import org.openapitools.client.model.PostsRecordSort;
import org.openapitools.client.model.TextCondition;

/** A conversation with the client of openapi-generator: java Conversation URL. */
public class Conversation {
  private static final String EMAIL = "java@example.com";
  private static final String PASSWORD = "correct horse battery";

  public static void main(String[] arguments) throws Exception {
    var client = new ApiClient();
    client.updateBaseUri(arguments[0]);
    var auth = new AuthApi(client);
    auth.authRegister(new Credentials().email(EMAIL).password(PASSWORD));
    var tokens = auth.authLogin(new Login().email(EMAIL).password(PASSWORD));
    client.setRequestInterceptor(
        request -> request.header("Authorization", "Bearer " + tokens.getAccessToken()));
    records(new PostsApi(client), client.getObjectMapper());
    functions(new ShopApi(client));
    System.out.println("done");
  }

  private static void records(PostsApi posts, ObjectMapper json) throws Exception {
    var data =
        new PostsRecordDataInput()
            .title("First")
            .tags(List.of("a", "b"))
            .extra(Map.of("color", "red"));
    var made = posts.createPostsRecordWithHttpInfo(new PostsRecordInput().data(data), null);
    var post = made.getData();
    check(post.getData().getVotes() == 5, post);
    check(post.getData().getTags().equals(List.of("a", "b")), post);

    var filter =
        new PostsRecordFilter()
            .title(new TextCondition("First"))
            .votes(new IntegerCondition(new IntegerOperators().gte(5L)));
    var list =
        posts.listPostsRecords(
            10,
            null,
            null,
            List.of(PostsRecordSort._CREATED_AT, PostsRecordSort.TITLE),
            null,
            null,
            true,
            List.of(PostsRecordFieldName.TITLE, PostsRecordFieldName.VOTES),
            json.writeValueAsString(filter));
    check(list.getRecords().getFirst().getId().equals(post.getId()), list);
    check(list.getRecords().getFirst().getData().getTags() == null, list);
    var found = posts.queryPostsRecords(new PostsRecordQuery().filter(filter));
    check(found.getTotal() == 1, found);

    var etag = made.getHeaders().get("etag").getFirst();
    var patch = new PostsRecordPatch().data(new PostsRecordDataPatch().votes(7L));
    var changed = posts.updatePostsRecord(post.getId(), patch, etag);
    check(changed.getData().getVotes() == 7 && changed.getData().getTags().size() == 2, changed);
    check(status(() -> posts.updatePostsRecord(post.getId(), patch, etag)) == 412, "stale");
    var wrong = new PostsRecordInput().data(new PostsRecordDataInput().title("x"));
    check(status(() -> posts.createPostsRecord(wrong, null)) == 400, "too short");
  }

  private static void functions(ShopApi shop) throws ApiException {
    var bought = shop.callBuy(new BuyInput().product("tea").count(2), null, null, null);
    check(bought.getBuySucceeded().getResult().getTotal() == 5, bought);
    var failed = shop.callBuy(new BuyInput().product("gold").count(1), null, null, null);
    check(failed.getFailedCall().getErrorCode().equals("out_of_stock"), failed);
  }

  private interface Call {
    void run() throws ApiException;
  }

  private static int status(Call call) {
    try {
      call.run();
      return 200;
    } catch (ApiException e) {
      return e.getCode();
    }
  }

  private static void check(boolean holds, Object what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}

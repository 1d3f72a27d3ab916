package dev.tinybase.functions.calls;

import dev.tinybase.functions.host.CallResult;
import dev.tinybase.sdk.Response;
import dev.tinybase.secrets.Mask;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/** Results on their way out of a call, without the secrets that its functions have got. */
record MaskedStream(CallResult.ElementSink stream, Mask mask) implements CallResult.ElementSink {
  @Override
  public void put(CallResult.Element element) throws InterruptedException {
    stream.put(
        mask.isEmpty()
            ? element
            : new CallResult.Element(
                hide(element.event()), hide(element.id()), mask.hideJson(element.json())));
  }

  private @Nullable String hide(@Nullable String text) {
    return text == null ? null : mask.hide(text);
  }

  static CallResult hide(CallResult result, Mask mask) {
    return switch (result) {
      case CallResult.Value(byte[] json) -> new CallResult.Value(mask.hideJson(json));
      case CallResult.Http(Response response) -> {
        var headers = new LinkedHashMap<>(response.headers());
        headers.replaceAll((_, values) -> values.stream().map(mask::hide).toList());
        yield new CallResult.Http(
            new Response(response.status(), headers, mask.hide(response.body())));
      }
      case CallResult.Decided _, CallResult.Stream _, CallResult.Streamed _, CallResult.Failed _ ->
          result;
    };
  }
}

//DEPS net.coobird:thumbnailator:0.4.21
import dev.tinybase.sdk.*;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import net.coobird.thumbnailator.Thumbnails;
import net.coobird.thumbnailator.tasks.UnsupportedFormatException;

/** {@code curl --data-binary @photo.jpg '…/api/functions/thumbnail?size=200' -o small.png} */
@Register(name = "thumbnail", description = "Makes an image small", tags = "images")
Response thumbnail(Request request) throws IOException {
  int size = request.parameter("size").map(Integer::parseInt).orElse(128);
  if (size < 1 || size > 1024) {
    throw new FunctionException("invalid_size", "The size is 1 to 1024 pixels.");
  }
  var small = new ByteArrayOutputStream();
  try {
    Thumbnails.of(new ByteArrayInputStream(request.body()))
        .size(size, size)
        .outputFormat("png")
        .toOutputStream(small);
  } catch (UnsupportedFormatException e) {
    throw new FunctionException("no_image", "Send a JPEG, PNG, GIF or BMP image as the body.");
  }
  return Response.bytes("image/png", small.toByteArray());
}

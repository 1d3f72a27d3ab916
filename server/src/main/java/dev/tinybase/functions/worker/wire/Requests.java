package dev.tinybase.functions.worker.wire;

import dev.tinybase.functions.host.RecordRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How requests for records are written. */
final class Requests {
  private Requests() {}

  static void write(FrameWriter to, RecordRequest request) throws FrameTooLarge {
    to.small(kind(request)).text(request.collection()).flag(request.asAdmin());
    switch (request) {
      case RecordRequest.Create create -> to.json(create.data());
      case RecordRequest.Get get -> to.text(get.id());
      case RecordRequest.List list ->
          to.json(list.filter())
              .text(list.sort())
              .number(list.limit())
              .maybe(list.cursor(), FrameWriter::text)
              .flag(list.total());
      case RecordRequest.Update update -> to.text(update.id()).json(update.changes());
      case RecordRequest.Replace replace -> to.text(replace.id()).json(replace.data());
      case RecordRequest.Delete delete -> to.text(delete.id());
    }
  }

  private static int kind(RecordRequest request) {
    return switch (request) {
      case RecordRequest.Create _ -> 0;
      case RecordRequest.Get _ -> 1;
      case RecordRequest.List _ -> 2;
      case RecordRequest.Update _ -> 3;
      case RecordRequest.Replace _ -> 4;
      case RecordRequest.Delete _ -> 5;
    };
  }

  static RecordRequest read(FrameReader from) throws ProtocolError {
    int kind = from.small();
    var collection = from.text();
    boolean asAdmin = from.flag();
    return switch (kind) {
      case 0 -> new RecordRequest.Create(collection, asAdmin, object(from));
      case 1 -> new RecordRequest.Get(collection, asAdmin, from.text());
      case 2 ->
          new RecordRequest.List(
              collection,
              asAdmin,
              object(from),
              from.text(),
              from.number(),
              from.maybe(FrameReader::text),
              from.flag());
      case 3 -> new RecordRequest.Update(collection, asAdmin, from.text(), object(from));
      case 4 -> new RecordRequest.Replace(collection, asAdmin, from.text(), object(from));
      case 5 -> new RecordRequest.Delete(collection, asAdmin, from.text());
      default -> throw new ProtocolError("no request for records is of kind " + kind);
    };
  }

  private static ObjectNode object(FrameReader from) throws ProtocolError {
    JsonNode json = from.foreignJson();
    if (json instanceof ObjectNode object) {
      return object;
    }
    throw new ProtocolError("an object is expected, not " + json.getNodeType());
  }
}

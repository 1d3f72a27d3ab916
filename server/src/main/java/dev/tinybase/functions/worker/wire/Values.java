package dev.tinybase.functions.worker.wire;

import dev.tinybase.compile.Compiled;
import dev.tinybase.errors.FieldError;
import dev.tinybase.functions.host.CallInfo;
import dev.tinybase.functions.host.CallResult;
import dev.tinybase.functions.host.Input;
import dev.tinybase.sdk.Request;
import dev.tinybase.sdk.Response;
import dev.tinybase.sdk.Trigger;
import dev.tinybase.sdk.User;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the values within messages are written. */
final class Values {
  private Values() {}

  static void unit(FrameWriter to, Compiled.Unit unit) throws FrameTooLarge {
    to.text(unit.name())
        .text(unit.key())
        .text(unit.jar().toString())
        .each(unit.classes(), FrameWriter::text)
        .each(unit.libraries(), (out, path) -> out.text(path.toString()))
        .maybe(unit.shared(), Values::unit);
  }

  static Compiled.Unit unit(FrameReader from) throws ProtocolError {
    return new Compiled.Unit(
        from.text(),
        from.text(),
        Path.of(from.text()),
        from.each(FrameReader::text),
        from.each(in -> Path.of(in.text())),
        from.maybe(Values::unit));
  }

  static void call(FrameWriter to, CallInfo call) throws FrameTooLarge {
    to.id(call.id())
        .text(call.function())
        .text(call.requestId())
        .text(call.trigger().name())
        .maybe(call.user(), Values::user)
        .flag(call.isAdmin())
        .time(call.deadline())
        .number(call.depth());
  }

  static CallInfo call(FrameReader from) throws ProtocolError {
    return new CallInfo(
        from.id(),
        from.text(),
        from.text(),
        from.constant(Trigger.class),
        from.maybe(Values::user),
        from.flag(),
        from.time(),
        from.number());
  }

  private static void user(FrameWriter to, User user) throws FrameTooLarge {
    to.text(user.id()).text(user.email()).flag(user.isAdmin());
  }

  private static User user(FrameReader from) throws ProtocolError {
    return new User(from.text(), from.text(), from.flag());
  }

  static void input(FrameWriter to, Input input) throws FrameTooLarge {
    switch (input) {
      case Input.Json json -> to.small(0).json(json.payload());
      case Input.Query query -> to.small(1).json(query.parameters());
      case Input.Raw(Request request) -> {
        to.small(2).text(request.method());
        lists(to, request.headers());
        lists(to, request.query());
        to.bytes(request.body());
      }
    }
  }

  static Input input(FrameReader from) throws ProtocolError {
    int kind = from.small();
    return switch (kind) {
      case 0 -> new Input.Json(from.json());
      case 1 -> new Input.Query(from.json());
      case 2 -> new Input.Raw(new Request(from.text(), lists(from), lists(from), from.bytes()));
      default -> throw new ProtocolError("no input is of kind " + kind);
    };
  }

  private static void lists(FrameWriter to, Map<String, List<String>> map) throws FrameTooLarge {
    to.each(
        map.entrySet(),
        (out, entry) -> out.text(entry.getKey()).each(entry.getValue(), FrameWriter::text));
  }

  private static Map<String, List<String>> lists(FrameReader from) throws ProtocolError {
    var map = new LinkedHashMap<String, List<String>>();
    for (var entry : from.each(in -> Map.entry(in.text(), in.each(FrameReader::text)))) {
      map.put(entry.getKey(), entry.getValue());
    }
    return map;
  }

  static void response(FrameWriter to, Response response) throws FrameTooLarge {
    to.number(response.status())
        .each(
            response.headers().entrySet(),
            (out, header) -> out.text(header.getKey()).text(header.getValue()))
        .bytes(response.body());
  }

  static Response response(FrameReader from) throws ProtocolError {
    int status = from.number();
    var headers = new LinkedHashMap<String, String>();
    for (var header : from.each(in -> Map.entry(in.text(), in.text()))) {
      headers.put(header.getKey(), header.getValue());
    }
    try {
      return new Response(status, headers, from.bytes());
    } catch (IllegalArgumentException e) {
      throw new ProtocolError("no response: " + e.getMessage());
    }
  }

  static void item(FrameWriter to, CallResult.Element item) throws FrameTooLarge {
    to.maybe(item.event(), FrameWriter::text)
        .maybe(item.id(), FrameWriter::text)
        .bytes(item.json());
  }

  static CallResult.Element item(FrameReader from) throws ProtocolError {
    return new CallResult.Element(
        from.maybe(FrameReader::text), from.maybe(FrameReader::text), from.bytes());
  }

  static void failure(FrameWriter to, Failure failure) throws FrameTooLarge {
    switch (failure) {
      case Failure.Refused refused ->
          to.small(0)
              .text(refused.type())
              .text(refused.code())
              .maybe(refused.message(), FrameWriter::text)
              .json(refused.details());
      case Failure.Invalid invalid ->
          to.small(1)
              .each(
                  invalid.errors(),
                  (out, error) -> out.text(error.field()).text(error.code()).text(error.message()));
      case Failure.Other other ->
          to.small(2)
              .text(other.type())
              .maybe(other.message(), FrameWriter::text)
              .maybe(other.trace(), FrameWriter::text);
    }
  }

  static Failure failure(FrameReader from) throws ProtocolError {
    int kind = from.small();
    return switch (kind) {
      case 0 ->
          new Failure.Refused(from.text(), from.text(), from.maybe(FrameReader::text), from.json());
      case 1 ->
          new Failure.Invalid(from.each(in -> new FieldError(in.text(), in.text(), in.text())));
      case 2 ->
          new Failure.Other(
              from.text(), from.maybe(FrameReader::text), from.maybe(FrameReader::text));
      default -> throw new ProtocolError("no failure is of kind " + kind);
    };
  }
}

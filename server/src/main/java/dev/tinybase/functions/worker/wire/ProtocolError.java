package dev.tinybase.functions.worker.wire;

import java.io.IOException;
import java.io.Serial;

/** The other side has sent what it never should. Nothing it sends can be trusted any more. */
public final class ProtocolError extends IOException {
  @Serial private static final long serialVersionUID = 1L;

  public ProtocolError(String message) {
    super(message);
  }
}

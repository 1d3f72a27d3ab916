package dev.tinybase.functions.worker.wire;

/**
 * How the messages of one direction are written.
 *
 * @param <M> the messages
 */
interface Codec<M> {
  /** What the server says. */
  Codec<ToWorker> TO_WORKER = new ToWorkerCodec();

  /** What workers say. */
  Codec<ToServer> TO_SERVER = new ToServerCodec();

  /** Writes a message, its kind first. */
  void write(FrameWriter to, M message) throws FrameTooLarge;

  /**
   * Reads a message.
   *
   * @throws ProtocolError when it is none
   * @throws dev.tinybase.errors.Problem when JSON in it is malformed
   */
  M read(FrameReader from) throws ProtocolError;
}

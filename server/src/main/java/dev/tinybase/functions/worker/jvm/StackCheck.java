package dev.tinybase.functions.worker.jvm;

/**
 * Makes a stack that is about to overflow do so before a frame is begun: a function that calls
 * itself without end, and the server in between, would nearly always overflow in the middle of one.
 */
final class StackCheck {
  private static final int FRAMES = 800;

  private StackCheck() {}

  /**
   * Throws {@link StackOverflowError} when there is not enough left for what talks to the server.
   */
  static void ensure() {
    if (descend(FRAMES) != FRAMES) {
      throw new IllegalStateException("cannot happen");
    }
  }

  /** The result depends on each frame, so that none of them is left out. */
  private static int descend(int frames) {
    return frames == 0 ? 0 : 1 + descend(frames - 1);
  }
}

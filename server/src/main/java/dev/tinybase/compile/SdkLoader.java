package dev.tinybase.compile;

import java.util.List;

/** Shows the SDK and the JDK, and nothing else of the program. */
final class SdkLoader extends ClassLoader {
  /** What may be seen of our own classes; all of it is in the compiler's class path too. */
  static final List<String> PACKAGES =
      List.of("dev.tinybase.sdk.", "jakarta.validation.", "org.jspecify.annotations.");

  static final SdkLoader INSTANCE = new SdkLoader();

  static {
    registerAsParallelCapable();
  }

  private SdkLoader() {
    super("sdk", ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (PACKAGES.stream().noneMatch(name::startsWith)) {
      throw new ClassNotFoundException(name);
    }
    return Class.forName(name, false, SdkLoader.class.getClassLoader());
  }
}

package dev.tinybase.extensions;

import java.util.List;

/**
 * Extensions by name.
 *
 * @param total how many there are without a limit
 */
public record ExtensionPage(List<ExtensionInfo> extensions, int total) {
  public ExtensionPage {
    extensions = List.copyOf(extensions);
  }
}

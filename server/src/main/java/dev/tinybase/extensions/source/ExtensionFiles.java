package dev.tinybase.extensions.source;

import dev.tinybase.errors.Problem;
import dev.tinybase.text.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/**
 * The files of an extension by path, such as {@code src/Audit.java}: relative, with {@code /},
 * never outside, bounded in number and size. Immutable; nobody changes the arrays that it gives.
 */
public final class ExtensionFiles {
  /** The most files of an extension. */
  public static final int MOST_FILES = 2_000;

  /** The most bytes of one file. */
  public static final int MOST_FILE_BYTES = 5 << 20;

  /** The most bytes of all files. */
  public static final int MOST_BYTES = 20 << 20;

  private final SortedMap<String, byte[]> contents;

  private ExtensionFiles(SortedMap<String, byte[]> contents) {
    this.contents = contents;
  }

  /** The files of {@link #zip}. */
  public static ExtensionFiles unzip(byte[] zip) {
    var files = new Builder();
    try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
      for (var entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        files.add(entry.getName(), in.readNBytes(MOST_FILE_BYTES + 1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a stored extension is damaged", e);
    }
    return files.build();
  }

  /** All of them in one archive. */
  public byte[] zip() {
    var bytes = new ByteArrayOutputStream();
    try (var out = new ZipOutputStream(bytes)) {
      for (var file : contents.entrySet()) {
        out.putNextEntry(new ZipEntry(file.getKey()));
        out.write(file.getValue());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** SHA-256 over all paths and contents, as 64 hexadecimal digits. */
  public String hash() {
    var hash = new Sha256();
    contents.forEach((path, content) -> hash.add(path).add(content));
    return hash.hex();
  }

  /** The paths, in order. */
  public List<String> paths() {
    return List.copyOf(contents.keySet());
  }

  /** The bytes of a file. */
  public Optional<byte[]> find(String path) {
    return Optional.ofNullable(contents.get(path));
  }

  /** The files below a folder, such as {@code public}, by their paths within it. */
  public SortedMap<String, byte[]> below(String folder) {
    var start = folder + "/";
    var found = new TreeMap<String, byte[]>();
    contents
        .tailMap(start)
        .forEach((path, content) -> {
          if (path.startsWith(start)) {
            found.put(path.substring(start.length()), content);
          }
        });
    return found;
  }

  /** Takes files one by one, and refuses with 400 what no extension may hold. */
  public static final class Builder {
    private final SortedMap<String, byte[]> contents = new TreeMap<>();

    /** By what some file systems make of it: a file's path, or a folder's with a slash. */
    private final Map<String, String> spellings = new HashMap<>();

    private long bytes;

    /** Adds a file. */
    public Builder add(String path, byte[] content) {
      FilePath.check(path);
      checkSize(path, content.length);
      bytes += content.length;
      checkTotal(contents.size() + 1, bytes);
      checkClash(path);
      contents.put(path, content);
      return this;
    }

    /** Refuses a file by its size, before it is read. */
    static void checkSize(String path, long size) {
      if (size > MOST_FILE_BYTES) {
        throw refused(
            "%s has %d bytes, and a file of an extension at most %d"
                .formatted(FilePath.shown(path), size, MOST_FILE_BYTES));
      }
    }

    /** Refuses too many files, or too many bytes in all, before they are read. */
    static void checkTotal(int files, long bytes) {
      if (files > MOST_FILES) {
        throw refused("it has more than " + MOST_FILES + " files");
      }
      if (bytes > MOST_BYTES) {
        throw refused("its files have more than " + MOST_BYTES + " bytes in all");
      }
    }

    /** Names that some file systems do not tell apart, and a file in the place of a folder. */
    private void checkClash(String path) {
      for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
        var folder = path.substring(0, end);
        var known = spellings.putIfAbsent(FilePath.folded(folder), folder + "/");
        if (known != null && !known.equals(folder + "/")) {
          throw clash(path);
        }
      }
      if (spellings.putIfAbsent(FilePath.folded(path), path) != null) {
        throw clash(path);
      }
    }

    private static Problem clash(String path) {
      return refused(
          FilePath.shown(path)
              + " has the place of another file, or a name that differs from another one's in"
              + " capitals alone");
    }

    /** All that were added. */
    public ExtensionFiles build() {
      return new ExtensionFiles(contents);
    }

    private static Problem refused(String what) {
      return FilePath.refused(what);
    }
  }
}

package slipway.media.packaging;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;
import java.util.function.UnaryOperator;

/**
 * Places that the bytes of a whole file lie at, neighbours joined. Where picture and sound take
 * turns frame by frame there are a million of them, so they are numbers and become {@link
 * FileRange}s when they are asked for. Not changed any more once it is part of a {@link Resource}.
 */
final class FileRanges extends AbstractList<FileRange> implements RandomAccess {
  /** Bytes of memory that one takes. */
  static final int BYTES_EACH = 2 * Long.BYTES + Integer.BYTES;

  private List<String> names = new ArrayList<>();
  private int[] files = new int[64];
  private long[] positions = new long[64];
  private long[] lengths = new long[64];
  private int size;

  /** One more place behind all others. */
  void add(String file, long position, long length) {
    int number = names.lastIndexOf(file);
    if (number < 0) {
      number = names.size();
      names.add(file);
    }
    int last = size - 1;
    if (last >= 0 && files[last] == number && positions[last] + lengths[last] == position) {
      lengths[last] += length;
      return;
    }
    if (size == files.length) {
      int larger = size + (size >> 1);
      files = Arrays.copyOf(files, larger);
      positions = Arrays.copyOf(positions, larger);
      lengths = Arrays.copyOf(lengths, larger);
    }
    files[size] = number;
    positions[size] = position;
    lengths[size++] = length;
  }

  /** The same with other names for its files. */
  FileRanges named(UnaryOperator<String> name) {
    FileRanges named = new FileRanges();
    named.names = names.stream().map(name).toList();
    named.files = files;
    named.positions = positions;
    named.lengths = lengths;
    named.size = size;
    return named;
  }

  @Override
  public FileRange get(int index) {
    int at = Objects.checkIndex(index, size);
    return new FileRange(names.get(files[at]), positions[at], lengths[at]);
  }

  @Override
  public int size() {
    return size;
  }
}

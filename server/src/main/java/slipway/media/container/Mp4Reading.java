package slipway.media.container;

/**
 * What became of reading an index: the movie, or why there is none.
 *
 * <p>Reasons are whole sentences for the person who uploaded the file; they contain no bytes of it.
 */
public sealed interface Mp4Reading {
  /** The index is whole and every sample lies inside the file. */
  record Parsed(Mp4Movie movie) implements Mp4Reading {}

  /** No movie, or not all of it. */
  sealed interface Refused extends Mp4Reading {
    /** One sentence that may be shown to anybody. */
    String reason();
  }

  /**
   * The first bytes are no box of an MP4 file: this is something else, perhaps good for another
   * reader.
   */
  record NotMp4() implements Refused {
    @Override
    public String reason() {
      return "The file is not an MP4 or QuickTime file.";
    }
  }

  /**
   * It begins like an MP4 file, but contradicts itself. A more forgiving program may still read it.
   */
  record Malformed(String reason) implements Refused {}

  /** Well-formed as far as one can tell, but beyond our limits or not a movie. */
  record Unsupported(String reason) implements Refused {}

  /**
   * At least one track is encrypted (MD-15).
   *
   * @param mark the box that says so, such as {@code encv} or {@code pssh}
   */
  record Encrypted(String mark) implements Refused {
    @Override
    public String reason() {
      return "The file is encrypted (DRM).";
    }
  }

  /** The file ends too early. While an upload goes on this only means: not yet. */
  sealed interface Incomplete extends Refused {
    /** Bytes that were there. */
    long size();

    /** Bytes that are needed at least to get further; more may turn out to be needed then. */
    long neededSize();
  }

  /** The index itself is not there, or not all of it. */
  record HeaderMissing(long size, long neededSize) implements Incomplete {
    @Override
    public String reason() {
      return "The file is incomplete: it ends before its index (moov).";
    }
  }

  /**
   * The index is there, but samples lie beyond the end of the file (MD-16). The movie is right in
   * all but that.
   */
  record MediaMissing(Mp4Movie movie, long size, long neededSize) implements Incomplete {
    @Override
    public String reason() {
      return "The file is incomplete: it has " + size + " of at least " + neededSize + " bytes.";
    }
  }
}

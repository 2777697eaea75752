package slipway.migration;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A library of videos elsewhere, as it is read. Used by one thread. */
public interface VendorLibrary {

  /** Whose service it is, in the ledger's word: {@code [a-z0-9-]{1,32}}. */
  String vendor();

  /** What tells it from the vendor's other libraries, whichever key opens it. */
  String library();

  /**
   * Some of its videos. Where the library changes meanwhile, one may come twice.
   *
   * @param cursor of the page before; {@code null} for the first one
   * @throws VendorException when the vendor says no, or nothing of use, for good
   */
  Page page(@Nullable String cursor) throws VendorException, InterruptedException;

  /**
   * Whether pages are counted from an end, so that what is deleted while they are read moves others
   * past the reader: then the library is read until nothing new is found.
   */
  default boolean shifts() {
    return false;
  }

  /** Whether videos may have captions that can be had. */
  default boolean hasCaptions() {
    return false;
  }

  /**
   * The captions of a video; may ask the vendor, and may be asked again.
   *
   * @throws VendorException when they cannot be had now
   */
  default List<CaptionFile> captions(ForeignVideo video)
      throws VendorException, InterruptedException {
    return List.of();
  }

  /** What a person should know of how it was read; sentences. */
  default List<String> notes() {
    return List.of();
  }

  /**
   * Some videos.
   *
   * @param next where to go on, {@code null} at the end
   */
  record Page(List<ForeignVideo> videos, @Nullable String next) {
    public Page {
      videos = List.copyOf(videos);
    }
  }
}

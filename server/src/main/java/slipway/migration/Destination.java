package slipway.migration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The server that a library is brought into. Every call may be repeated. */
public interface Destination {

  /** Most videos of one question. */
  int MOST_ASKED = 500;

  /** Most videos of one offer. */
  int MOST_OFFERED = 50;

  /** How those of the library's videos get on that are there; at most {@link #MOST_ASKED}. */
  List<State> states(List<String> ids) throws IOException, InterruptedException;

  /** Offers videos, at most {@link #MOST_OFFERED}; the answers come in the same order. */
  List<Answer> offer(List<Offer> videos) throws IOException, InterruptedException;

  /**
   * Sends a file to where it is awaited; goes on where an earlier sending ended.
   *
   * @return why it is not wanted, {@code null} when all of it was sent
   */
  @Nullable String send(Path file, String tusEndpoint) throws IOException, InterruptedException;

  /**
   * Brings captions of a video that is there; of each language the last one is kept.
   *
   * @param whole whether there are no more, which {@link State#whole} tells from then on
   * @return of each that was refused, why
   */
  List<String> bring(String id, List<CaptionFile> captions, boolean whole)
      throws IOException, InterruptedException;

  /**
   * How a video gets on.
   *
   * @param video our id of it
   * @param phase the server's word for where it stands
   * @param reason why it failed
   * @param taken which file was taken
   * @param whole whether its captions came as well
   */
  record State(
      String id,
      String video,
      String phase,
      @Nullable String reason,
      String taken,
      boolean whole) {}

  /**
   * A video that is offered.
   *
   * @param url where its file lies; {@code null} when we have it
   * @param shown what may be told of that, {@code null} for all but its query
   * @param again whether it is to be fetched once more if that failed
   */
  record Offer(
      ForeignVideo video,
      @Nullable String url,
      @Nullable String shown,
      String taken,
      boolean again) {
    /** Without the address: this may end in a log. */
    @Override
    public String toString() {
      return "Offer[" + video.id() + ", " + taken + "]";
    }
  }

  /**
   * What became of an offer.
   *
   * @param outcome {@code born}, {@code known}, {@code busy} or {@code refused}
   * @param reason why it was refused
   * @param tusEndpoint where its file is awaited
   */
  record Answer(
      String outcome,
      @Nullable String video,
      @Nullable String phase,
      @Nullable String reason,
      @Nullable String tusEndpoint) {}
}

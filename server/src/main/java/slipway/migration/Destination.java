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
   * How a video gets on.
   *
   * @param video our id of it
   * @param phase the server's word for where it stands
   * @param reason why it failed
   * @param taken which file was taken
   */
  record State(String id, String video, String phase, @Nullable String reason, String taken) {}

  /**
   * A video that is offered.
   *
   * @param url where its file lies; {@code null} when we have it
   * @param again whether it is to be fetched once more if that failed
   */
  record Offer(ForeignVideo video, @Nullable String url, String taken, boolean again) {}

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

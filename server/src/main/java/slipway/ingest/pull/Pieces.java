package slipway.ingest.pull;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;
import slipway.core.video.Failure;
import slipway.ingest.Receiver;
import slipway.ingest.Writers;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;

/**
 * Fetches a film that a playlist lists in pieces, one after the other, into one file. Between two
 * pieces the upload's metadata remembers how far it is, so that a later try asks only for the piece
 * it had reached, provided that the playlist still lists the same film; of that piece it leaves out
 * what is stored. Safe for any thread.
 */
final class Pieces {
  /** Of the playlist: a day of film in segments of six seconds, with addresses of 250 bytes. */
  static final int LARGEST_PLAYLIST = 4 << 20;

  /** More fit in such a text only when they are no film. */
  static final int MOST_PIECES = 50_000;

  private final Outgoing outgoing;
  private final TakeBytes take;
  private final Receiver receiver;

  Pieces(Outgoing outgoing, TakeBytes take, Receiver receiver) {
    this.outgoing = outgoing;
    this.take = take;
    this.receiver = receiver;
  }

  /**
   * What is to be fetched.
   *
   * @param authorization what the server of the playlist wants to see; told to nobody else
   * @param left how long all of it may take
   */
  record Asked(String url, @Nullable String authorization, Duration left) {}

  /** Goes on where the upload is, or from the start. The caller holds the writer's seat. */
  PullEnd fetch(Writers.Seat seat, Upload upload, Line line, Asked asked) throws IOException {
    long deadline = System.nanoTime() + asked.left().toNanos();
    MediaPlaylist.Reading reading;
    try (Answer answer = outgoing.send(list(asked))) {
      line.holds(answer);
      if (answer.status() != 200) {
        return Ends.of(answer.status(), "The URL");
      }
      reading = PlaylistReader.read(text(answer), answer.url(), MOST_PIECES);
    } catch (OutgoingException.TooLarge tooLarge) {
      reading =
          new MediaPlaylist.Refused(
              Failure.of(
                  Failure.Kind.BAD_PLAYLIST,
                  "The playlist is larger than the %d bytes that one may have."
                      .formatted(LARGEST_PLAYLIST)));
    }
    return switch (reading) {
      case MediaPlaylist.Refused(Failure failure) -> new PullEnd.Never(failure);
      case MediaPlaylist.Film(MediaPlaylist playlist) ->
          new Film(seat, line, asked, playlist, deadline).fetch(upload);
    };
  }

  private static Call list(Asked asked) {
    return authorized(
        Call.get(asked.url(), new Limits(asked.left(), LARGEST_PLAYLIST)), asked.authorization());
  }

  private static Call authorized(Call call, @Nullable String authorization) {
    return authorization == null ? call : call.with("Authorization", authorization);
  }

  private static String text(Answer answer) throws OutgoingException {
    var all = new ByteArrayOutputStream();
    byte[] buffer = new byte[16 * 1024];
    for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
      all.write(buffer, 0, count);
    }
    return all.toString(StandardCharsets.UTF_8);
  }

  /** One try at one film. */
  private final class Film {
    private final Writers.Seat seat;
    private final Line line;
    private final Asked asked;
    private final MediaPlaylist playlist;
    private final long deadline;
    private final String mark;

    Film(Writers.Seat seat, Line line, Asked asked, MediaPlaylist playlist, long deadline) {
      this.seat = seat;
      this.line = line;
      this.asked = asked;
      this.playlist = playlist;
      this.deadline = deadline;
      this.mark = playlist.mark();
    }

    PullEnd fetch(Upload started) throws IOException {
      Place place =
          Place.parse(started.metadata())
              .filter(known -> known.mark().equals(mark))
              .filter(known -> known.start() <= started.offset())
              .filter(known -> known.piece() <= playlist.pieces().size())
              .orElse(null);
      Upload upload = started;
      if (place == null) {
        place = Place.first(mark);
        upload = take.start(started, /* length= */ null, place.toString());
      }
      TransportClock clock = TransportClock.of(place.clock());
      for (int i = place.piece(); i < playlist.pieces().size(); i++) {
        if (Thread.currentThread().isInterrupted()) {
          return new PullEnd.Later("Fetching was interrupted.");
        }
        long skip = i == place.piece() ? upload.offset() - place.start() : 0;
        PullEnd end = piece(upload, i, skip, clock);
        if (end != null) {
          return end;
        }
        Upload here = take.find().started(upload.id());
        upload = take.note(here, new Place(mark, i + 1, here.offset(), clock.state()).toString());
      }
      receiver.finishSome(upload);
      return new PullEnd.Settled();
    }

    /** Brings one piece in; {@code null} when it is here. */
    private @Nullable PullEnd piece(Upload upload, int number, long skip, TransportClock clock)
        throws IOException {
      Piece piece = playlist.pieces().get(number);
      Piece.Range range = piece.range();
      String name = "Segment %d of the playlist".formatted(number + 1);
      clock.begin(piece.newClock());
      try (Answer answer = outgoing.send(call(piece))) {
        line.holds(answer);
        if (answer.status() != (range == null ? 200 : 206)) {
          return range != null && answer.status() == 200
              ? Ends.never(
                  Failure.Kind.NOT_FETCHED,
                  name + " is a part of a file, and its server does not give parts of files.")
              : Ends.of(answer.status(), name);
        }
        if (range != null && !RemoteFile.startsAt(answer, range.start())) {
          return Ends.never(
              Failure.Kind.NOT_FETCHED, name + " was answered with another part of its file.");
        }
        long most = range == null ? Long.MAX_VALUE : range.length();
        PieceStream stream =
            new PieceStream(answer, most, playlist.hasClocks() ? clock : null, skip);
        receiver.append(seat, upload, stream);
        if (clock.differs()) {
          return new PullEnd.Never(
              Failure.of(
                  Failure.Kind.BAD_PLAYLIST,
                  "The playlist joins films with other tracks (EXT-X-DISCONTINUITY).",
                  "Import each by itself."));
        }
        if (stream.isShorter()) {
          take.note(take.find().started(upload.id()), "");
          return new PullEnd.Later(name + " is shorter than it was; all of it is fetched anew.");
        }
        return range == null || stream.left() == 0
            ? null
            : new PullEnd.Later(name + " came only in part.", Failure.There.GAVE_A_PART);
      }
    }

    private Call call(Piece piece) {
      Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
      Call call = Call.get(piece.url(), new Limits(left, take.settings().maxBytes()));
      Call ours = sameOrigin(piece.url()) ? authorized(call, asked.authorization()) : call;
      Piece.Range range = piece.range();
      return range == null ? ours : ours.with("Range", range.header());
    }

    /** Whether it may see what the playlist's own server sees (RFC 6454). */
    private boolean sameOrigin(String url) {
      URI there = URI.create(url);
      URI here = URI.create(asked.url());
      return Objects.equals(here.getScheme(), there.getScheme())
          && Objects.equals(here.getRawAuthority(), there.getRawAuthority());
    }
  }
}

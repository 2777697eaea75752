package slipway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.event.Event;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Limits;
import slipway.core.upload.Upload;
import slipway.core.video.Content;
import slipway.core.video.Failure;
import slipway.core.video.Phase;
import slipway.http.Body;
import slipway.http.BodyException;
import slipway.http.Chunk;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.testing.IngestHouse;
import slipway.testing.RecordingWork;
import slipway.testing.StagedBody;

final class ReceiverTest {
  private final IngestHouse house = new IngestHouse();

  private Upload started(@Nullable Long length) {
    return house.take.start(house.ticket().upload(), length, "");
  }

  private Upload append(Upload upload, Body body) throws IOException {
    try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
      return house.receiver.append(seat, upload, body);
    }
  }

  @Test
  @DisplayName("TUS-179, REL-15: what was told survives the power going")
  void toldBytesAreDurable() throws IOException {
    Upload upload = append(started(8L), StagedBody.chunked().give("012").give("34").end());

    house.blobs.losePower();

    assertThat(upload.offset()).isEqualTo(5);
    assertThat(house.stored(upload)).isEqualTo("01234");
  }

  @Test
  @DisplayName("LP-58, TUS-185, TUS-277: the last byte hands the video on, once")
  void lastByteHandsOn() throws IOException {
    Upload finished = append(started(3L), StagedBody.declaring(3).give("012").end());
    house.receiver.finish(finished);

    assertThat(finished.state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.videoOf(finished).content()).isEqualTo(new Content(3, sha256("012")));
    assertThat(house.work.asked())
        .containsExactly(new RecordingWork.Asked("inspect", finished.video()));
    assertThat(house.ports.events().kindsOf(finished.video()))
        .containsExactly(
            Event.Kind.VIDEO_CREATED, Event.Kind.TASK_CREATED, Event.Kind.TASK_UPDATED);
  }

  @Test
  @DisplayName("a body of unknown length is finished by whoever knows that it has ended")
  void unknownLength() throws IOException {
    Upload received = append(started(null), StagedBody.chunked().give("012").end());
    assertThat(received.state()).isEqualTo(Upload.State.OPEN);

    Upload finished = house.receiver.finish(received);

    assertThat(finished.length()).isEqualTo(3);
    assertThat(house.videoOf(finished).content()).isEqualTo(new Content(3, sha256("012")));
  }

  @Test
  @DisplayName("the hash runs on over several bodies")
  void hashRunsOn() throws IOException {
    Upload first = append(started(5L), StagedBody.chunked().give("012").end());

    Upload finished = append(first, StagedBody.chunked().give("34").end());

    assertThat(house.videoOf(finished).content()).isEqualTo(new Content(5, sha256("01234")));
  }

  @Test
  @DisplayName("a hash that saw bytes which were not kept is never used again")
  void hashOfLostBytesIsForgotten() throws IOException {
    Upload upload = started(5L);
    house.blobs.room(2);
    assertProblem(upload, StagedBody.chunked().give("0xxx").end(), Problem.NoSpace.class);
    house.blobs.repair();

    // the hash saw four bytes, two were kept: after two others it must not fit again
    Upload at2 = house.upload(upload.id());
    assertThat(at2.offset()).isEqualTo(2);
    Upload at4 = append(at2, StagedBody.chunked().give("23").end());
    Upload finished = append(at4, StagedBody.chunked().give("4").end());

    assertThat(house.videoOf(finished).content()).isEqualTo(new Content(5, null));
    assertThat(house.stored(finished)).isEqualTo("0x234");
  }

  @Test
  @DisplayName("LP-69, TUS-116: giving an upload up takes its bytes, and not the video's captions")
  void dropKeepsCaptions() throws IOException {
    Upload upload = append(started(8L), StagedBody.chunked().give("012").end());
    String caption = BlobKeys.caption(upload.video(), "a");
    try (BlobAppender appender = house.blobs.append(caption, 0)) {
      appender.write(new ByteBuffer[] {ByteBuffer.wrap(new byte[] {'W'})});
      appender.force();
    }

    house.receiver.drop(upload);

    assertThat(house.stored(upload)).isEqualTo("nothing");
    assertThat(house.blobs.text(caption)).isEqualTo("W");
  }

  @Test
  @DisplayName("LP-61: what starts over leaves nothing of the old bytes")
  void startsOver() throws IOException {
    Upload old = append(started(8L), StagedBody.chunked().give("012345").end());
    Upload again = house.take.start(old, 0L, "");

    Upload finished = append(again, StagedBody.declaring(0).end());

    assertThat(finished.state()).isEqualTo(Upload.State.FINISHED);
    assertThat(house.stored(finished)).isEmpty();
  }

  @Test
  @DisplayName("MD-10: refused by its first bytes, over several chunks; nothing stays")
  void refusedByFirstBytes() {
    Upload upload = started(500L);

    assertProblem(
        upload,
        StagedBody.declaring(500).give("te").give("xt and more"),
        Problem.UnsupportedMedia.class);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Failed(IngestHouse.NOT_MEDIA));
    assertThat(house.upload(upload.id()).state()).isEqualTo(Upload.State.EXPIRED);
    assertThat(house.stored(upload)).isEqualTo("nothing");
  }

  @Test
  @DisplayName("only the first bytes of the file are looked at")
  void laterBytesAreNotLookedAt() throws IOException {
    Upload first = append(started(20L), StagedBody.chunked().give("0123").end());

    assertThat(append(first, StagedBody.chunked().give("text").end()).offset()).isEqualTo(8);
  }

  @Test
  @DisplayName("MD-18, CF-37: refused as soon as the bytes say that it plays too long")
  void tooLong() throws IOException {
    Upload upload = limitedTo(5);
    Upload begun =
        append(house.take.start(upload, 500L, ""), StagedBody.chunked().give("00").end());
    StagedBody rest = StagedBody.declaring(498).give("7");

    assertProblem(begun, rest, Problem.TooLong.class);

    assertThat(house.phaseOf(upload))
        .isEqualTo(
            new Phase.Failed(
                Failure.of(
                    Failure.Kind.TOO_LONG, "The video is longer than the allowed 5 seconds.")));
    assertThat(house.stored(upload)).isEqualTo("nothing");
  }

  @Test
  @DisplayName("MD-18: what is rounded to a second more is left to the exact look at the end")
  void hardlyTooLong() throws IOException {
    Upload upload = house.take.start(limitedTo(5), 4L, "");

    assertThat(append(upload, StagedBody.chunked().give("0060").end()).state())
        .isEqualTo(Upload.State.FINISHED);
  }

  private Upload limitedTo(int seconds) {
    return house.ticket(new Limits(null, Duration.ofSeconds(seconds), null)).upload();
  }

  @Test
  @DisplayName("TUS-170, REL-04, REL-05: every way to break off keeps what came")
  void keepsWhatCame() {
    assertKept(new BodyException.IdleTimeout(), Problem.ClientStalled.class);
    assertKept(new BodyException.ServerStopping(), Problem.ShuttingDown.class);
    assertKept(new BodyException.Stopped("newer"), Problem.Displaced.class);
    assertKept(new BodyException.Malformed(), Problem.BadRequest.class);
    Upload upload = started(8L);
    assertThatThrownBy(() ->
            append(
                upload, StagedBody.chunked().give("012").breakOff(new BodyException.ClientGone())))
        .isInstanceOf(BodyException.ClientGone.class);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
  }

  @Test
  @DisplayName("TUS-170: what is no request body may break off as well, and what came is kept")
  void keepsWhatCameOfAStream() throws IOException {
    Upload upload = started(8L);
    Body coming = StagedBody.chunked().give("012").end();
    ByteStream breaking =
        () -> {
          Chunk chunk = coming.next();
          if (chunk == null) {
            throw new BrokenStream("the other side hung up", new EOFException());
          }
          return chunk;
        };

    try (Writers.Seat seat = house.writers.take(upload.id(), () -> {})) {
      assertThatThrownBy(() -> house.receiver.append(seat, upload, breaking))
          .isInstanceOf(BrokenStream.class);
    }

    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  private void assertKept(BodyException broken, Class<? extends Problem> problem) {
    Upload upload = started(8L);
    assertProblem(upload, StagedBody.chunked().give("012").breakOff(broken), problem);
    assertThat(house.upload(upload.id()).offset()).isEqualTo(3);
    assertThat(house.stored(upload)).isEqualTo("012");
  }

  @Test
  @DisplayName("broken off behind the last byte, the upload is finished all the same")
  void brokenBehindTheLastByte() {
    Upload upload = started(3L);

    assertProblem(
        upload,
        StagedBody.chunked().give("012").breakOff(new BodyException.IdleTimeout()),
        Problem.ClientStalled.class);

    assertThat(house.phaseOf(upload)).isEqualTo(new Phase.Inspecting());
  }

  @Test
  @DisplayName("TUS-187, REL-11: a failed flush is not tried until it works")
  void failedFlush() {
    Upload upload = started(8L);
    house.blobs.failForcesAfter(0);

    assertThatThrownBy(() -> append(upload, StagedBody.chunked().give("012").end()))
        .isInstanceOf(IOException.class);

    assertThat(house.upload(upload.id()).offset()).isZero();
  }

  @Test
  @DisplayName("TUS-120: dropping a finished upload leaves its bytes")
  void dropsOnlyUnfinishedBytes() throws IOException {
    Upload finished = append(started(3L), StagedBody.chunked().give("012").end());
    Upload unfinished = append(started(8L), StagedBody.chunked().give("012").end());

    house.receiver.drop(finished);
    house.receiver.drop(unfinished);

    assertThat(house.stored(finished)).isEqualTo("012");
    assertThat(house.stored(unfinished)).isEqualTo("nothing");
  }

  private void assertProblem(Upload upload, Body body, Class<? extends Problem> problem) {
    assertThatThrownBy(() -> append(upload, body))
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem()).isInstanceOf(problem));
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(text.getBytes(StandardCharsets.ISO_8859_1)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}

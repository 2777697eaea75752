package slipway.ingest;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.UUID;
import slipway.core.sound.RemoteSounds;
import slipway.core.video.Failure;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;

/** Sound files from elsewhere, through the guarded client, straight into the storage. */
public final class FetchSoundFile implements RemoteSounds {
  private static final Duration PATIENCE = Duration.ofMinutes(30);
  private static final int BUFFER = 1 << 18;

  private final Outgoing outgoing;
  private final BlobStore blobs;

  public FetchSoundFile(Outgoing outgoing, BlobStore blobs) {
    this.outgoing = outgoing;
    this.blobs = blobs;
  }

  @Override
  public Fetched fetch(String url, UUID video, UUID sound, long most) throws IOException {
    try (Answer answer = outgoing.send(Call.get(url, new Limits(PATIENCE, most)))) {
      if (answer.status() != 200) {
        Failure failure =
            Failure.of(
                Failure.Kind.NOT_FETCHED,
                "The address was answered with status " + answer.status() + ".");
        return answer.status() >= 500 || answer.status() == 429
            ? new Fetched.Later(failure)
            : new Fetched.Refused(failure);
      }
      write(answer, BlobKeys.soundSource(video, sound));
      return new Fetched.Whole();
    } catch (OutgoingException.Refused refused) {
      return new Fetched.Refused(said(refused));
    } catch (OutgoingException.TooLarge large) {
      return new Fetched.Refused(
          Failure.of(
              Failure.Kind.TOO_LARGE,
              "The file is larger than the " + most + " bytes that an audio track may have.",
              "Add one that is compressed, such as AAC or MP3."));
    } catch (OutgoingException failure) {
      return new Fetched.Later(said(failure));
    }
  }

  private void write(Answer answer, String key) throws IOException {
    byte[] buffer = new byte[BUFFER];
    try (BlobAppender appender = blobs.append(key, /* offset= */ 0)) {
      for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
        appender.write(new ByteBuffer[] {ByteBuffer.wrap(buffer, 0, count)});
      }
      appender.force();
    }
  }

  private static Failure said(OutgoingException failure) {
    String message = failure.getMessage();
    return Failure.of(
        Failure.Kind.NOT_FETCHED, message == null ? "The file could not be fetched." : message);
  }
}

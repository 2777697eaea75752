package slipway.ingest.direct;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Chunk;
import slipway.http.Request;
import slipway.storage.BlobAppender;
import slipway.storage.BlobKeys;
import slipway.storage.BlobStore;
import slipway.storage.NoSpaceException;

/**
 * A form that adds a sound track to a video: the part {@code file}, which goes to the storage as it
 * comes, and the part {@code label}, in whatever order (CF-145).
 */
public final class SoundForm {
  private static final String FILE = "file";
  private static final String LABEL = "label";
  private static final Set<String> PARTS = Set.of(FILE, LABEL);
  private static final int LONGEST_LABEL = 4 * 1024;

  private final BlobStore blobs;
  private final long most;

  /**
   * Into a store.
   *
   * @param most bytes of the file
   */
  public SoundForm(BlobStore blobs, long most) {
    this.blobs = blobs;
    this.most = most;
  }

  /**
   * Reads all of the form. Whatever it throws, the caller gives back what was stored.
   *
   * @return the label; empty when the form has none
   * @throws ProblemException {@link Problem.BadRequest}, {@link Problem.BadField}, {@link
   *     Problem.TooLarge}, {@link Problem.NoSpace}
   * @throws slipway.http.BodyException when the body breaks off
   */
  public Optional<String> read(Request request, UUID video, UUID sound) throws IOException {
    if (request.body().declaredLength().orElse(0) - Form.MOST_AROUND > most) {
      throw new ProblemException(new Problem.TooLarge(most));
    }
    String label = null;
    boolean file = false;
    try (Form form = Form.of(request)) {
      for (String part = form.skipTo(PARTS); part != null; part = form.skipTo(PARTS)) {
        if (part.equals(LABEL)) {
          label = form.text(LONGEST_LABEL);
        } else if (file) {
          throw new ProblemException(new Problem.BadField(FILE, "only one file can be sent"));
        } else {
          store(form, BlobKeys.soundSource(video, sound));
          file = true;
        }
      }
    }
    if (!file) {
      throw new ProblemException(new Problem.BadField(FILE, "the form has no part called file"));
    }
    return Optional.ofNullable(label);
  }

  private void store(Form form, String key) throws IOException {
    Limited bytes = new Limited(form::next, most);
    try (BlobAppender appender = blobs.append(key, /* offset= */ 0)) {
      while (true) {
        try (@Nullable Chunk chunk = bytes.next()) {
          if (chunk == null) {
            break;
          }
          appender.write(chunk.buffers());
        }
      }
      appender.force();
    } catch (NoSpaceException full) {
      throw new ProblemException(new Problem.NoSpace(), full);
    }
  }
}

package slipway.ingest;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.watermark.RemotePictures;
import slipway.outgoing.Answer;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingException;

/** Small pictures from elsewhere, through the guarded client, into memory. */
public final class FetchPicture implements RemotePictures {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Outgoing outgoing;

  public FetchPicture(Outgoing outgoing) {
    this.outgoing = outgoing;
  }

  @Override
  public byte[] fetch(String url, int most) {
    try (Answer answer = outgoing.send(Call.get(url, new Limits(PATIENCE, most)))) {
      if (answer.status() != 200) {
        throw bad("was answered with status " + answer.status(), null);
      }
      var picture = new ByteArrayOutputStream();
      byte[] buffer = new byte[1 << 14];
      for (int count = answer.read(buffer); count >= 0; count = answer.read(buffer)) {
        picture.write(buffer, 0, count);
      }
      return picture.toByteArray();
    } catch (OutgoingException failure) {
      throw bad("cannot be fetched: " + failure.getMessage(), failure);
    }
  }

  private static ProblemException bad(String message, @Nullable Exception cause) {
    Problem problem = new Problem.BadField("url", message);
    return cause == null ? new ProblemException(problem) : new ProblemException(problem, cause);
  }
}

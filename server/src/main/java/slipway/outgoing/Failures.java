package slipway.outgoing;

import java.io.IOException;
import java.net.SocketTimeoutException;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.TruncatedChunkException;
import org.jspecify.annotations.Nullable;

/** What the library throws, in words of our own: its messages tell addresses. */
final class Failures {
  private Failures() {}

  static OutgoingException told(IOException failure, boolean timeIsOver) {
    if (timeIsOver) {
      return outOfTime(failure);
    }
    return switch (failure) {
      case OutgoingException known -> known;
      case SocketTimeoutException e ->
          new OutgoingException.TimedOut("The other side was silent for too long.", e);
      case SSLException e ->
          new OutgoingException.BadAnswer("No safe connection to the other side came about.", e);
      case TruncatedChunkException e -> brokeOff(e);
      case MalformedChunkCodingException e -> malformed(e);
      case ClientProtocolException e -> malformed(e);
      default -> brokeOff(failure);
    };
  }

  static OutgoingException outOfTime(@Nullable Throwable cause) {
    return new OutgoingException.TimedOut("It took longer than allowed.", cause);
  }

  private static OutgoingException brokeOff(IOException e) {
    return new OutgoingException.Unreachable("The other side could not be reached.", e);
  }

  private static OutgoingException malformed(IOException e) {
    return new OutgoingException.BadAnswer("The other side does not speak HTTP properly.", e);
  }
}

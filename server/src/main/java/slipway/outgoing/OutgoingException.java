package slipway.outgoing;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Why a request to the outside failed. Messages are whole sentences and safe to show. */
public abstract sealed class OutgoingException extends IOException {
  private static final long serialVersionUID = 1L;

  private OutgoingException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  /** We do not go there, today or tomorrow. */
  public static final class Refused extends OutgoingException {
    private static final long serialVersionUID = 1L;

    Refused(String message) {
      super(message, null);
    }
  }

  /** Nobody could be reached there, or the talk broke off; later it may go better. */
  public static final class Unreachable extends OutgoingException {
    private static final long serialVersionUID = 1L;

    Unreachable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** It took too long, over all or between two bytes. */
  public static final class TimedOut extends OutgoingException {
    private static final long serialVersionUID = 1L;

    TimedOut(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /** There is more to come than the caller takes. */
  public static final class TooLarge extends OutgoingException {
    private static final long serialVersionUID = 1L;

    TooLarge(long limit) {
      super("The answer is larger than " + limit + " bytes.", null);
    }
  }

  /** Answered, but not in a way that can be used. */
  public static final class BadAnswer extends OutgoingException {
    private static final long serialVersionUID = 1L;

    BadAnswer(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}

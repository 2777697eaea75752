package slipway.core.webhook;

import java.util.Optional;
import slipway.core.event.Event;

/** Telling on demand, outside of any round; each try is in the log. */
public interface TellNow {

  /**
   * Tells what was told before once more.
   *
   * @return how it went; empty when what happened is not known any more
   */
  Optional<Attempt> resend(Webhook webhook, Attempt former);

  /** Tells of an event, whether or not the webhook asked for such, and says how it went. */
  Attempt tellNow(Webhook webhook, Event event, String name);
}

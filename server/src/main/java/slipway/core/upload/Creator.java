package slipway.core.upload;

import slipway.core.account.Caller;

/** Who creates an upload, and by what right. */
public sealed interface Creator {

  /** Whoever holds the ticket of this upload, which exists already. */
  record Ticket(Upload upload) implements Creator {}

  /** The holder of an API key; a video is born. */
  record Key(Caller caller) implements Creator {}

  /** The number of the account to which everything belongs. */
  default long account() {
    return switch (this) {
      case Ticket(Upload upload) -> upload.account();
      case Key(Caller caller) -> caller.account().number();
    };
  }

  /** Within what a repeated request means the same (TUS-68): the ticket, or the account. */
  default String scope() {
    return switch (this) {
      case Ticket(Upload upload) -> "ticket " + upload.id();
      case Key(Caller caller) -> "account " + caller.account().number();
    };
  }
}

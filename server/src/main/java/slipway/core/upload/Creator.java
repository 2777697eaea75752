package slipway.core.upload;

import slipway.core.account.Caller;
import slipway.core.video.Wishes;

/** Who creates an upload, and by what right. */
public sealed interface Creator {

  /** Whoever holds the ticket of this upload, which exists already. */
  record Ticket(Upload upload) implements Creator {}

  /**
   * The holder of an API key; a video is born.
   *
   * @param door through which upload address the bytes come
   */
  record Key(Caller caller, String door, Wishes wishes, Limits limits) implements Creator {
    /** At our own address, without wishes. */
    public Key(Caller caller) {
      this(caller, "files", Wishes.none(), Limits.none());
    }
  }

  /** The number of the account to which everything belongs. */
  default long account() {
    return switch (this) {
      case Ticket(Upload upload) -> upload.account();
      case Key(Caller caller, _, _, _) -> caller.account().number();
    };
  }

  /** Through which upload address the bytes come. */
  default String door() {
    return switch (this) {
      case Ticket(Upload upload) -> upload.door();
      case Key key -> key.door;
    };
  }

  /** Within what a repeated request means the same (TUS-68): the ticket, or the account. */
  default String scope() {
    return switch (this) {
      case Ticket(Upload upload) -> "ticket " + upload.id();
      case Key(Caller caller, _, _, _) -> "account " + caller.account().number();
    };
  }
}

package slipway.migration.vendor;

import java.util.List;
import slipway.json.JsonValue;
import slipway.migration.VendorException;

/**
 * How many videos are asked for at a time. Where videos are so full of words that a page of them is
 * longer than is read, smaller pages are asked for from then on.
 */
final class PageSize {
  private final String vendor;
  private final int most;
  private int now;

  PageSize(String vendor, int most) {
    this.vendor = vendor;
    this.most = most;
    this.now = most;
  }

  /** Asks for a page of so many. */
  @FunctionalInterface
  interface Question {
    JsonValue ask(int count) throws VendorException, InterruptedException;
  }

  /** The page, of fewer videos if it must be. */
  JsonValue ask(Question question) throws VendorException, InterruptedException {
    while (true) {
      try {
        return question.ask(now);
      } catch (VendorApi.TooLong tooLong) {
        if (now == 1) {
          throw tooLong;
        }
        now = now / 2;
      }
    }
  }

  int now() {
    return now;
  }

  List<String> notes() {
    return now == most
        ? List.of()
        : List.of(
            "Pages of %d videos were too long; %s was read %d at a time."
                .formatted(most, vendor, now));
  }
}

package slipway.ingest.tus;

import slipway.core.problem.ProblemException;
import slipway.core.upload.TakeBytes;
import slipway.core.upload.Upload;

/**
 * A creation of which some bytes came and are kept: whoever is told where can go on and need not
 * begin again (TUS-81).
 */
final class LeftOff extends Exception {
  private static final long serialVersionUID = 1L;

  private final String location;
  private final Exception reason;

  LeftOff(String location, Exception reason) {
    super(reason);
    this.location = location;
    this.reason = reason;
  }

  /** The upload's address. */
  String location() {
    return location;
  }

  /** What happened. */
  Exception reason() {
    return reason;
  }

  /** Whether an upload can be gone on with; nothing is known to the contrary without a database. */
  static boolean isThere(TakeBytes take, Upload upload) {
    try {
      take.bounds().requireWithin(take.find().startedInTime(upload.id()));
      return true;
    } catch (ProblemException gone) {
      return false;
    } catch (RuntimeException unknown) {
      return true;
    }
  }
}

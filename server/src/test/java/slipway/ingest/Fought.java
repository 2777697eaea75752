package slipway.ingest;

/** What happened to the writers of an upload before a test begins. */
public final class Fought {
  private Fought() {}

  /** They displaced each other so often that the next one stays, whoever looks (TUS-160). */
  public static void about(Writers writers, String upload) {
    for (int i = 0; i < 3; i++) {
      Writers.Seat[] seat = new Writers.Seat[1];
      seat[0] = writers.take(upload, () -> seat[0].close());
      seat[0].reaches(0, 1);
      writers.settle(upload);
    }
  }
}

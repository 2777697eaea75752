package slipway.media.transcode;

/** Profiles of H.264 that a rung may be asked for in (MD-44). */
public enum H264Profile {
  BASELINE("baseline"),
  MAIN("main"),
  HIGH("high"),
  /** High without pictures that refer to later ones. */
  CONSTRAINED_HIGH("high");

  private final String option;

  H264Profile(String option) {
    this.option = option;
  }

  String option() {
    return option;
  }
}

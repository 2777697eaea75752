package slipway.media.ffmpeg;

/** The two programs of the bundle. */
public enum Tool {
  FFMPEG("ffmpeg"),
  FFPROBE("ffprobe");

  private final String program;

  Tool(String program) {
    this.program = program;
  }

  /** File name of the program. */
  public String program() {
    return program;
  }
}

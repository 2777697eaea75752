package slipway.media.probe;

/** What the first bytes of a file say (MD-10). */
public sealed interface Sniffed {

  /** May be opened, as this kind of container and nothing else. */
  record Media(Container container) implements Sniffed {}

  /**
   * Must not be opened.
   *
   * @param kind what it looks like instead
   */
  record Refused(Kind kind) implements Sniffed {
    /** The cause, for the person who uploaded it. */
    public String cause() {
      return kind.cause();
    }
  }

  /**
   * Not clear yet; look again with more bytes.
   *
   * @param bytesWanted length from the start of the file that will be enough
   */
  record Undecided(int bytesWanted) implements Sniffed {}

  /** Why a file is refused. */
  enum Kind {
    EMPTY("The file is empty."),
    TEXT("This is a text file, not a video or audio file."),
    HTML("This is a web page, not a video or audio file."),
    XML("This is an XML document (such as SVG or MPD), not a video or audio file."),
    PLAYLIST("This is a playlist that points to other files."),
    SCRIPT("This is a script or list of files."),
    SESSION_DESCRIPTION("This is a session description (SDP)."),
    SUBTITLES("This is a subtitle file, not a video or audio file."),
    IMAGE("This is a still picture, not a video or audio file."),
    ARCHIVE("This is an archive or compressed file, and nothing is unpacked here."),
    DOCUMENT("This is a document, not a video or audio file."),
    PROGRAM("This is a program, not a video or audio file."),
    UNKNOWN("This is not recognised as a video or audio file.");

    private final String cause;

    Kind(String cause) {
      this.cause = cause;
    }

    /** A sentence for the person who uploaded it. */
    public String cause() {
      return cause;
    }
  }
}

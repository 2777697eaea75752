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
    /** A sentence for the person who uploaded it. */
    public String sentence() {
      return kind.sentence();
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
    PLAYLIST("This is a playlist that points to other files; upload the video itself."),
    SCRIPT("This is a script or list of files; upload the video itself."),
    SESSION_DESCRIPTION("This is a session description (SDP); upload the video itself."),
    SUBTITLES("This is a subtitle file, not a video or audio file."),
    IMAGE("This is a still picture, not a video or audio file."),
    ARCHIVE("This is an archive or compressed file; unpack it and upload the video itself."),
    DOCUMENT("This is a document, not a video or audio file."),
    PROGRAM("This is a program, not a video or audio file."),
    UNKNOWN("This is not recognised as a video or audio file.");

    private final String sentence;

    Kind(String sentence) {
      this.sentence = sentence;
    }

    /** A sentence for the person who uploaded it. */
    public String sentence() {
      return sentence;
    }
  }
}

package slipway.playback;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import slipway.core.access.Use;

/**
 * What the last part of a Gcore address means. Only the names of masters, manifests and MP4 files
 * are Gcore's (GC-130, GC-136); those inside the folder are ours.
 */
sealed interface GcoreFile {
  /** What somebody who asks for it wants. */
  Use use();

  /**
   * Whether it is nothing that encryption keeps back, so that a signature of the whole folder may
   * open it. MP4 files of an encrypted account need a signature of their own.
   */
  default boolean harmlessWhenEncrypted() {
    return use() == Use.CIPHER || use() == Use.LOOK;
  }

  /** The page with a player, which holds nothing of the video itself. */
  record Page() implements GcoreFile {
    @Override
    public Use use() {
      return Use.CIPHER;
    }
  }

  /** The first list. */
  record Master(GcoreMaster asked) implements GcoreFile {
    @Override
    public Use use() {
      return asked.dash() ? Use.WATCH : Use.CIPHER;
    }
  }

  /** A list of ours in a flavour that the packager's own names do not have. */
  record Playlist(String rendition, boolean transportStream, boolean muxed, boolean encrypted)
      implements GcoreFile {
    @Override
    public Use use() {
      return encrypted ? Use.CIPHER : Use.WATCH;
    }
  }

  /** A segment that is made while it is sent. */
  record Segment(
      String rendition, int number, boolean muxed, boolean encrypted, boolean transportStream)
      implements GcoreFile {
    @Override
    public Use use() {
      return encrypted ? Use.CIPHER : Use.WATCH;
    }
  }

  /** The list of pictures (GC-133). */
  record Tiles() implements GcoreFile {
    @Override
    public Use use() {
      return Use.LOOK;
    }
  }

  /**
   * One of the pictures.
   *
   * @param name as {@link ServePicture} knows it
   */
  record Picture(String name) implements GcoreFile {
    @Override
    public Use use() {
      return Use.LOOK;
    }
  }

  /**
   * A picture that the owner sent.
   *
   * @param small whether it is wanted no higher than its owner's lists show it
   */
  record Poster(String name, boolean small) implements GcoreFile {
    @Override
    public Use use() {
      return Use.LOOK;
    }
  }

  /**
   * A rendition as a whole (GC-136 to GC-138).
   *
   * @param name the file's name in the address
   * @param quality number that stands for the rendition
   * @param sound whether it is one without a picture
   * @param save what is to become of it
   */
  record Mp4(String name, long quality, boolean sound, Save save) implements GcoreFile {
    @Override
    public Use use() {
      return Use.TAKE;
    }
  }

  /** What is to become of an MP4 file. */
  sealed interface Save {
    /** It is played. */
    record Not() implements Save {}

    /** It is saved under this name. */
    record As(String file) implements Save {}

    /** Somebody wished for a name that is none. */
    record BadName() implements Save {}
  }

  /** Whatever the packager calls so. */
  record Packaged(String path) implements GcoreFile {
    private static final Pattern SAYS_NOTHING =
        Pattern.compile("captions-[0-9]+/.+|[^/]+/init\\.mp4");

    @Override
    public Use use() {
      return SAYS_NOTHING.matcher(path).matches() ? Use.CIPHER : Use.WATCH;
    }
  }

  /** Nothing. */
  record None() implements GcoreFile {
    @Override
    public Use use() {
      return Use.WATCH;
    }
  }

  Pattern LIST = Pattern.compile("([A-Za-z0-9._-]+)/(index|ts|av)(-aes)?\\.m3u8");
  Pattern SEGMENT =
      Pattern.compile("([A-Za-z0-9._-]+)/(0|[1-9][0-9]{0,8})(\\.av)?(\\.aes)?\\.(ts|m4s)");
  Pattern MP4 =
      Pattern.compile(
          "(qid([0-9]{1,10})v[0-9]{1,4}_[a-z0-9]{1,8}_[0-9]{1,7}_(?:[0-9]{1,5}|(audio))(?:_[0-9]{1,3})?\\.mp4)"
              + "(?:/(download)(?:=(.*))?)?");
  Pattern SAVED_NAME = Pattern.compile("[A-Za-z0-9_-][A-Za-z0-9_.-]{0,254}");
  Pattern POSTER = Pattern.compile("poster(_thumb)?-([a-z0-9]+\\.(?:jpg|png|webp))(\\.jpg)?");

  /** What an address asks for. */
  static GcoreFile of(GcoreAddress address) {
    String path = address.file();
    if (path.isEmpty()) {
      return new Page();
    }
    Optional<GcoreMaster> master = GcoreMaster.read(path);
    if (master.isPresent()) {
      return new Master(master.get());
    }
    Matcher mp4 = MP4.matcher(path);
    if (mp4.matches()) {
      return new Mp4(mp4.group(1), Long.parseLong(mp4.group(2)), mp4.group(3) != null, save(mp4));
    }
    Matcher poster = POSTER.matcher(path);
    if (poster.matches() && (poster.group(1) == null) == (poster.group(3) == null)) {
      return new Poster(poster.group(2), /* small= */ poster.group(1) != null);
    }
    if (path.equals(address.slug() + "_sprite.jpg")) {
      return new Picture("sprite.jpg");
    }
    if (path.equals("tiles.m3u8")) {
      return new Tiles();
    }
    if (path.indexOf('/') < 0) {
      return path.startsWith("screenshot_") ? new Picture(path) : new None();
    }
    return inFolder(path);
  }

  private static GcoreFile inFolder(String path) {
    Matcher list = LIST.matcher(path);
    if (list.matches() && (!list.group(2).equals("index") || list.group(3) != null)) {
      return new Playlist(
          list.group(1),
          /* transportStream= */ !list.group(2).equals("index"),
          /* muxed= */ list.group(2).equals("av"),
          /* encrypted= */ list.group(3) != null);
    }
    Matcher segment = SEGMENT.matcher(path);
    if (segment.matches()) {
      boolean transportStream = segment.group(5).equals("ts");
      boolean muxed = segment.group(3) != null;
      boolean encrypted = segment.group(4) != null;
      if (transportStream || (encrypted && !muxed)) {
        return new Segment(
            segment.group(1),
            Integer.parseInt(segment.group(2)),
            muxed,
            encrypted,
            transportStream);
      }
    }
    return new Packaged(path);
  }

  private static Save save(Matcher mp4) {
    if (mp4.group(4) == null) {
      return new Save.Not();
    }
    String wish = mp4.group(5);
    if (wish == null) {
      return new Save.As(mp4.group(1));
    }
    return SAVED_NAME.matcher(wish).matches()
        ? new Save.As(wish.endsWith(".mp4") ? wish : wish + ".mp4")
        : new Save.BadName();
  }
}

package slipway.storage;

import java.util.UUID;

/** Where the files of a video lie: one folder for each video. */
public final class BlobKeys {
  private BlobKeys() {}

  /** The folder of all blobs of a video. */
  public static String folder(UUID video) {
    return video.toString();
  }

  /** The bytes as the client sent them. */
  public static String source(UUID video) {
    return folder(video) + "/source";
  }

  /**
   * What is shown in its place: the same without the cipher under which it came, or the part of it
   * that is wanted. Not there for what is shown as it came.
   */
  public static String clear(UUID video) {
    return folder(video) + "/clear";
  }

  /**
   * A file made from the source.
   *
   * @param name {@code [a-z0-9-]+}, the rendition's name
   */
  public static String rendition(UUID video, String name) {
    return folder(video) + "/" + name + ".mp4";
  }

  /** The same of one that is a WebM file. */
  public static String webm(UUID video, String name) {
    return folder(video) + "/" + name + ".webm";
  }

  /**
   * What stands before the samples when a rendition is handed out as a signed file, and where they
   * lie.
   *
   * @param name the rendition's
   * @param statement another one for each time that it is signed
   */
  public static String signed(UUID video, String name, UUID statement) {
    return folder(video) + "/" + name + "-" + statement + ".signed";
  }

  /**
   * The text of a caption.
   *
   * @param name {@code [a-z0-9]+}, another one for each text
   */
  public static String caption(UUID video, String name) {
    return folder(video) + "/caption-" + name + ".vtt";
  }

  /**
   * A picture that an owner sent for a video. It lies apart, for it may be there before the video
   * is, and stays when an upload of the video is given up.
   *
   * @param name {@code [a-z0-9]+}, another one for each picture
   * @param ending {@code jpg}, {@code png} or {@code webp}
   */
  public static String poster(String name, String ending) {
    return "posters/" + name + "." + ending;
  }

  /** A picture that is burnt into videos; of an account and not of one video. */
  public static String watermark(UUID profile) {
    return "watermarks/" + profile + ".png";
  }

  /** A sound track that was added to the video, made to fit it. */
  public static String sound(UUID video, UUID sound) {
    return folder(video) + "/sound-" + sound + ".mp4";
  }

  /** The file that such a track is made of, as it came. */
  public static String soundSource(UUID video, UUID sound) {
    return folder(video) + "/sound-" + sound;
  }

  /**
   * A part of a rendition, until they are joined.
   *
   * @param recipe {@code [a-z0-9-]+}, names how the rendition is made
   * @param number of the part
   */
  public static String chunk(UUID video, String recipe, int number) {
    return folder(video) + "/chunk-" + recipe + "-" + number + ".mp4";
  }
}

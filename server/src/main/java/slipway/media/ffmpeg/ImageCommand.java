package slipway.media.ffmpeg;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a smaller JPEG of a picture that somebody sent. No picture is admitted where videos are
 * read, and nothing but this one kind is admitted here.
 *
 * @param image absolute path of our own
 * @param kind what its first bytes say it is
 * @param height of the result in pixels; its width follows, up to a bound
 * @param maxPixels above which the picture is refused (MD-13)
 * @param fileName plain name inside the work folder
 */
public record ImageCommand(Path image, Kind kind, int height, long maxPixels, String fileName)
    implements ToolCommand {
  /** Pixels; a picture of one line must not become one of a million columns. */
  private static final int WIDEST = 1600;

  /** Kinds of pictures, by the demuxer and the decoder that take them. */
  public enum Kind {
    JPEG("jpeg_pipe", "mjpeg"),
    PNG("png_pipe", "png"),
    WEBP("webp_pipe", "webp");

    private final String demuxer;
    private final String decoder;

    Kind(String demuxer, String decoder) {
      this.demuxer = demuxer;
      this.decoder = decoder;
    }
  }

  /** Refuses anything but plain paths. */
  public ImageCommand {
    if (!image.isAbsolute() || !fileName.matches("[a-z]{1,20}\\.jpg")) {
      throw new IllegalArgumentException("not a plain path: " + image + ", " + fileName);
    }
  }

  @Override
  public Tool tool() {
    return Tool.FFMPEG;
  }

  @Override
  public List<Path> inputs() {
    return List.of(image);
  }

  @Override
  public List<String> arguments(Path workFolder) {
    List<String> arguments = new ArrayList<>();
    arguments.addAll(List.of("-nostdin", "-hide_banner", "-nostats", "-loglevel", "warning", "-y"));
    arguments.addAll(List.of("-threads", "1"));
    arguments.addAll(List.of("-protocol_whitelist", "file"));
    arguments.addAll(List.of("-format_whitelist", kind.demuxer));
    arguments.addAll(List.of("-codec_whitelist", kind.decoder));
    arguments.addAll(List.of("-max_streams", "1", "-max_pixels", Long.toString(maxPixels)));
    arguments.addAll(List.of("-f", kind.demuxer, "-i", "file:" + image));
    arguments.addAll(List.of("-map", "0:0", "-map_metadata", "-1", "-frames:v", "1"));
    // As wide as it is, but neither nothing nor endless.
    String width = "'clip(2*trunc(iw*%d/ih/2),2,%d)'".formatted(height, WIDEST);
    arguments.addAll(
        List.of("-vf", "scale=w=" + width + ":h=" + height + ":out_range=pc,format=yuvj420p"));
    arguments.addAll(List.of("-threads", "1", "-c:v", "mjpeg", "-q:v", "4"));
    arguments.addAll(List.of("-f", "image2", "-update", "1"));
    arguments.add("file:" + workFolder.resolve(fileName));
    return List.copyOf(arguments);
  }
}

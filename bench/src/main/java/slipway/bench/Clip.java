package slipway.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.Links;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.PackagingSettings;
import slipway.media.packaging.Presentation;
import slipway.media.packaging.Resource;
import slipway.media.packaging.TrackInput;

/** One source and the steps from its bytes to a picture, as the server takes them. */
final class Clip {
  private static final String PICTURE = "source";
  private static final String SOUND = "source-audio";
  private static final String FILE = "file";

  private final ByteSource source;

  private Clip(ByteSource source) {
    this.source = source;
  }

  /** Steps over a source that the caller closes. */
  static Clip of(ByteSource source) {
    return new Clip(source);
  }

  Mp4Movie index() throws IOException {
    if (Mp4Index.read(source) instanceof Mp4Reading.Parsed(Mp4Movie movie)) {
      return movie;
    }
    throw new IllegalStateException("the index cannot be read");
  }

  List<CheckedTrack> check(Mp4Movie movie) throws IOException {
    if (PackagingCheck.of(movie, source) instanceof Packability.AsIs(List<CheckedTrack> tracks)) {
      return tracks;
    }
    throw new IllegalStateException("the file cannot be packaged as it is");
  }

  static Presentation present(List<CheckedTrack> tracks) {
    List<TrackInput> inputs = new ArrayList<>();
    for (CheckedTrack track : tracks) {
      inputs.add(new TrackInput(inputs.isEmpty() ? PICTURE : SOUND, FILE, track));
    }
    return Presentation.of(inputs, PackagingSettings.DEFAULT);
  }

  /** Master and media playlists; their bytes together. */
  static long playlists(Presentation presentation) {
    return presentation.masterPlaylist(Links.PLAIN).length()
        + presentation.mediaPlaylist(PICTURE, Links.PLAIN).orElseThrow().length()
        + presentation.mediaPlaylist(SOUND, Links.PLAIN).orElseThrow().length();
  }

  /** The first segment with its payload, which is read into memory. */
  ByteBuffer firstSegment(Presentation presentation) throws IOException {
    Resource segment = presentation.segment(PICTURE, 0).orElseThrow();
    ByteBuffer bytes = ByteBuffer.allocate(Math.toIntExact(segment.length()));
    bytes.put(segment.head());
    for (FileRange range : segment.body()) {
      bytes.limit(bytes.position() + Math.toIntExact(range.length()));
      source.readFully(range.position(), bytes);
    }
    return bytes.flip();
  }
}

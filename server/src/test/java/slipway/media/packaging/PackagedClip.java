package slipway.media.packaging;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.Mp4Track;
import slipway.media.container.TrackKind;

/**
 * A clip packaged for a test: video as {@code source}, audio as {@code audio}, whatever the limits
 * say.
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record PackagedClip(byte[] bytes, Mp4Movie movie, Presentation presentation) {

  static PackagedClip of(Path clip) throws IOException {
    return of(clip, PackagingSettings.DEFAULT);
  }

  static PackagedClip of(Path clip, PackagingSettings settings) throws IOException {
    Mp4Movie movie = movie(clip);
    List<TrackInput> inputs = new ArrayList<>();
    try (FileByteSource source = FileByteSource.open(clip)) {
      if (movie.video().isPresent()) {
        Mp4Track video = movie.video().get();
        inputs.add(
            new TrackInput(
                "source", "clip", new CheckedTrack(video, CutPoints.verified(video, source))));
      }
    }
    movie
        .audio()
        .ifPresent(
            audio -> inputs.add(new TrackInput("audio", "clip", CheckedTrack.fromIndex(audio))));
    return new PackagedClip(Files.readAllBytes(clip), movie, Presentation.of(inputs, settings));
  }

  static Mp4Movie movie(Path clip) throws IOException {
    try (FileByteSource source = FileByteSource.open(clip)) {
      return parsed(source);
    }
  }

  static Mp4Movie parsed(ByteSource source) throws IOException {
    Mp4Reading reading = Mp4Index.read(source);
    if (reading instanceof Mp4Reading.Parsed(Mp4Movie movie)) {
      return movie;
    }
    throw new AssertionError(reading.toString());
  }

  Mp4Track track(Rendition rendition) {
    return (rendition.kind() == TrackKind.VIDEO ? movie.video() : movie.audio()).orElseThrow();
  }

  /** What a player gets from one address. */
  byte[] fetch(String path) {
    Resource resource =
        presentation.find(path, Links.PLAIN).orElseThrow(() -> new AssertionError(path));
    ByteBuffer out = ByteBuffer.allocate((int) resource.length());
    out.put(resource.head());
    for (FileRange range : resource.body()) {
      out.put(bytes, (int) range.position(), (int) range.length());
    }
    return out.array();
  }

  String text(String path) {
    return new String(fetch(path), StandardCharsets.UTF_8);
  }

  /** Init segment and all media segments of a rendition: a fragmented MP4 file. */
  byte[] whole(Rendition rendition) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(fetch(rendition.name() + "/init.mp4"));
    for (int segment = 0; segment < rendition.segments(); segment++) {
      out.writeBytes(fetch(rendition.name() + "/" + segment + ".m4s"));
    }
    return out.toByteArray();
  }
}

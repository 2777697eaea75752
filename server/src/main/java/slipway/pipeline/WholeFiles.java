package slipway.pipeline;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import slipway.core.rendition.Rendition;
import slipway.media.container.ByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.container.TrackKind;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.Packability;
import slipway.media.packaging.PackagingCheck;
import slipway.media.packaging.TrackInput;
import slipway.storage.Blob;
import slipway.storage.BlobStore;

/**
 * The renditions of a video as playback hands them out in one file each: a picture with the first
 * sound, or sound alone, under the same names. Sound that was added later is not part of any.
 */
final class WholeFiles implements AutoCloseable {
  private final Map<String, Blob> files = new HashMap<>();
  private final Map<String, TrackInput> pictures = new LinkedHashMap<>();
  private final Map<String, TrackInput> commonSound = new LinkedHashMap<>();
  private final Map<String, TrackInput> sourceSound = new LinkedHashMap<>();

  private WholeFiles() {}

  /**
   * Opens the files of all renditions.
   *
   * @param made those that are done, in the order in which playback knows them
   */
  static WholeFiles open(BlobStore blobs, List<Rendition> made) throws IOException {
    WholeFiles all = new WholeFiles();
    try {
      for (Rendition rendition : made) {
        Blob blob =
            blobs
                .open(rendition.blob())
                .orElseThrow(() -> new IOException("no blob " + rendition.blob()));
        all.files.put(rendition.blob(), blob);
        all.add(rendition, new BlobSource(blob));
      }
      return all;
    } catch (IOException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  private void add(Rendition rendition, ByteSource file) throws IOException {
    if (!(Mp4Index.read(file) instanceof Mp4Reading.Parsed(Mp4Movie movie))) {
      throw new IOException("rendition " + rendition.blob() + " cannot be read any more");
    }
    switch (rendition.form()) {
      case PICTURE ->
          movie
              .video()
              .map(CheckedTrack::fromIndex)
              .ifPresent(track -> keep(pictures, rendition.name(), rendition, track));
      case SOUND ->
          movie
              .audio()
              .map(CheckedTrack::fromIndex)
              .ifPresent(track -> keep(commonSound, rendition.name(), rendition, track));
      case SOURCE -> addSource(rendition, movie, file);
      case DOWNLOAD ->
          throw new IOException(
              "rendition " + rendition.blob() + " is a download and in no playlist");
    }
  }

  private void addSource(Rendition rendition, Mp4Movie movie, ByteSource file) throws IOException {
    if (!(PackagingCheck.ofTaken(movie, file)
        instanceof Packability.AsIs(List<CheckedTrack> tracks))) {
      throw new IOException("the source cannot be packaged as it is any more");
    }
    int sounds = 0;
    for (CheckedTrack track : tracks) {
      if (track.track().kind() == TrackKind.VIDEO) {
        keep(pictures, rendition.name(), rendition, track);
      } else {
        sounds++;
        boolean alone = tracks.getFirst().track().kind() != TrackKind.VIDEO;
        String name =
            sounds > 1
                ? rendition.name() + "-audio-" + sounds
                : alone ? rendition.name() : rendition.name() + "-audio";
        keep(sourceSound, name, rendition, track);
      }
    }
  }

  private static void keep(
      Map<String, TrackInput> where, String name, Rendition rendition, CheckedTrack track) {
    where.put(name, new TrackInput(name, rendition.blob(), track));
  }

  /** The names of all of them. */
  List<String> names() {
    List<String> names = new ArrayList<>(pictures.keySet());
    names.addAll(commonSound.keySet());
    names.addAll(sourceSound.keySet());
    return names;
  }

  /** The tracks of one. */
  List<TrackInput> tracks(String name) {
    TrackInput picture = pictures.get(name);
    if (picture == null) {
      TrackInput sound = commonSound.getOrDefault(name, sourceSound.get(name));
      return List.of(Objects.requireNonNull(sound));
    }
    List<TrackInput> tracks = new ArrayList<>(List.of(picture));
    List<TrackInput> sounds = new ArrayList<>(commonSound.values());
    sounds.addAll(sourceSound.values());
    sounds.stream().findFirst().ifPresent(tracks::add);
    return tracks;
  }

  /** An open file by its key. */
  ByteSource file(String key) {
    return new BlobSource(Objects.requireNonNull(files.get(key)));
  }

  @Override
  public void close() throws IOException {
    for (Blob file : files.values()) {
      file.close();
    }
  }
}

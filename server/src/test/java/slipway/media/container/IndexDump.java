package slipway.media.container;

import java.util.Formatter;
import java.util.Locale;
import java.util.zip.CRC32;

/** A reading as text that a person can check and a test can compare. */
public final class IndexDump {
  private final Formatter out = new Formatter(Locale.ROOT);

  private IndexDump() {}

  public static String of(Mp4Reading reading) {
    IndexDump dump = new IndexDump();
    dump.write(reading);
    return dump.out.toString();
  }

  private void write(Mp4Reading reading) {
    switch (reading) {
      case Mp4Reading.Parsed(Mp4Movie movie) -> write(movie);
      case Mp4Reading.MediaMissing missing -> {
        out.format("MediaMissing: %s%n", missing.reason());
        write(missing.movie());
      }
      case Mp4Reading.Refused refused ->
          out.format("%s: %s%n", refused.getClass().getSimpleName(), refused.reason());
    }
  }

  private void write(Mp4Movie movie) {
    out.format("brands %s%n", String.join(" ", movie.brands()));
    out.format(
        "fragmented %s, index first %s, index at %d, %d bytes%n",
        movie.fragmented(), movie.indexFirst(), movie.indexPosition(), movie.indexBytes());
    out.format(
        "duration %.3f s, video %s, audio %s%n",
        movie.duration(),
        movie.video().map(Mp4Track::id).orElse(0),
        movie.audio().map(Mp4Track::id).orElse(0));
    movie.tracks().forEach(this::write);
    for (Mp4Facts.Track fact : Mp4Facts.of(movie).tracks()) {
      switch (fact) {
        case Mp4Facts.Track.Video v ->
            out.format(
                "fact %d: %s %s %s shown %s rotation %d, %.3f fps, %.0f b/s, %.3f s%n",
                v.id(),
                v.codec(),
                v.pixelFormat(),
                v.coded(),
                v.display(),
                v.rotation(),
                v.fps(),
                v.bitrate(),
                v.duration());
        case Mp4Facts.Track.Audio a ->
            out.format(
                "fact %d: %s %d Hz, %d channels, %.0f b/s, %.3f s%n",
                a.id(), a.codec(), a.sampleRate(), a.channels(), a.bitrate(), a.duration());
      }
    }
  }

  private void write(Mp4Track track) {
    out.format(
        "track %d %s%s, timescale %d, language %s%n",
        track.id(),
        track.kind(),
        track.enabled() ? "" : " (disabled)",
        track.timescale(),
        track.language());
    for (Edit edit : track.edits()) {
      out.format(
          "  edit %s for %d/%d%s%n",
          edit.empty() ? "nothing" : "from " + edit.mediaTime(),
          edit.duration(),
          track.movieTimescale(),
          edit.normalRate() ? "" : " not at rate 1");
    }
    for (SampleEntry entry : track.entries()) {
      switch (entry) {
        case SampleEntry.Video video -> {
          out.format(
              "  %s %s \"%s\" %s SAR %d:%d transfer %d, box of %d bytes%n",
              video.format(),
              video.codecName(),
              video.codec().codecString(),
              video.coded(),
              video.pixelAspect().horizontal(),
              video.pixelAspect().vertical(),
              video.transfer(),
              video.box().remaining());
          out.format("  matrix %s, mirrored %s%n", track.matrix(), track.matrix().mirrors());
          if (video.codec() instanceof VideoCodec.H264 h264) {
            out.format("  %s%n", h264);
          }
        }
        case SampleEntry.Audio audio ->
            out.format(
                "  %s %s \"%s\" %d Hz, %d channels, QuickTime %s, box of %d bytes%n",
                audio.format(),
                audio.codecName(),
                audio.codec().codecString(),
                audio.sampleRate(),
                audio.channels(),
                audio.quickTime(),
                audio.box().remaining());
        case SampleEntry.Other other -> out.format("  %s %s%n", other.format(), other.codecName());
      }
    }
    write(track.samples());
  }

  private void write(SampleTable samples) {
    CRC32 all = new CRC32();
    for (int i = 0; i < samples.count(); i++) {
      String sample =
          String.format(
              Locale.ROOT,
              "%d %s dts %d cts %+d for %d at %d size %d",
              i,
              samples.sync(i) ? "sync" : "-",
              samples.decodeTime(i),
              samples.compositionOffset(i),
              samples.duration(i),
              samples.position(i),
              samples.size(i));
      all.update(sample.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      if (i < 6 || i >= samples.count() - 3) {
        out.format("    %s%n", sample);
      } else if (i == 6) {
        out.format("    ...%n");
      }
    }
    if (samples.count() > 0) {
      out.format(
          "  %d samples, %d sync, ends at %d, needs %d bytes, checksum %08x%n",
          samples.count(),
          samples.syncCount(),
          samples.decodeEnd(),
          samples.neededSize(),
          all.getValue());
    }
  }
}

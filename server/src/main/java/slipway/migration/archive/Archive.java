package slipway.migration.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import slipway.json.Json;
import slipway.json.JsonException;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.migration.CaptionFile;

/**
 * The folder of an export, as docs/operating/migrating.md describes it: {@code
 * videos/<id>/source.<ext>} with {@code video.json} and {@code captions-<number>.vtt} beside it,
 * and {@code SHA256SUMS} over all. Names are made of our ids and of endings from a short list, and
 * never of what a stranger wrote. A video is whole when its {@code video.json} is there: that is
 * written last, as everything is, under another name first.
 */
public final class Archive {
  private static final String SAID = "video.json";
  private static final String SUMS = "SHA256SUMS";
  private static final Map<String, String> ENDINGS =
      Map.ofEntries(
          Map.entry("mov", "mp4"),
          Map.entry("mp4", "mp4"),
          Map.entry("matroska", "mkv"),
          Map.entry("webm", "webm"),
          Map.entry("mpegts", "ts"),
          Map.entry("avi", "avi"),
          Map.entry("flv", "flv"),
          Map.entry("asf", "wmv"),
          Map.entry("ogg", "ogg"),
          Map.entry("mp3", "mp3"),
          Map.entry("wav", "wav"));

  private final Path root;

  public Archive(Path root) {
    this.root = root;
  }

  /** A video that is whole. */
  public record Entry(UUID id, Path file, JsonObject said) {
    /** The SHA-256 that its file had, as lower-case hexadecimal. */
    public String sha256() {
      return said.string("sha256").orElse("");
    }
  }

  /** The video, if it is whole; its file is not read. */
  public Optional<Entry> find(UUID id) throws IOException {
    Path said = folder(id).resolve(SAID);
    if (!Files.isRegularFile(said, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    try {
      if (Json.tree(Files.readAllBytes(said)) instanceof JsonObject object) {
        String name = object.string("file").orElse("");
        Path file = folder(id).resolve("source." + ending(name));
        boolean fits =
            file.getFileName().toString().equals(name)
                && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
        return fits ? Optional.of(new Entry(id, file, object)) : Optional.empty();
      }
    } catch (JsonException broken) {
      // As if it were not there: it is written anew.
    }
    return Optional.empty();
  }

  private static String ending(String name) {
    String last = name.substring(name.lastIndexOf('.') + 1);
    return ENDINGS.containsValue(last) ? last : "bin";
  }

  /** Where the bytes of a video are gathered; what an earlier run gathered is there still. */
  public Path part(UUID id) throws IOException {
    Path folder = folder(id);
    Files.createDirectories(folder);
    Path part = folder.resolve("source.part");
    if (Files.exists(part, LinkOption.NOFOLLOW_LINKS)
        && !Files.isRegularFile(part, LinkOption.NOFOLLOW_LINKS)) {
      throw new IOException(part + " is no file of ours; move it away");
    }
    return part;
  }

  /**
   * Makes a video whole whose bytes are all gathered.
   *
   * @param container FFmpeg's name of what the file is
   * @param said what is known of it
   */
  public void keep(UUID id, String container, String sha256, JsonObject said) throws IOException {
    String name = "source." + ENDINGS.getOrDefault(container, "bin");
    Path folder = folder(id);
    durable(part(id));
    Files.move(
        part(id),
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
    var all = new LinkedHashMap<String, JsonValue>();
    all.put("format", new JsonString("slipway-export-1"));
    all.putAll(said.members());
    all.put("file", new JsonString(name));
    all.put("sha256", new JsonString(sha256));
    write(folder.resolve(SAID), Json.write(new JsonObject(all)));
  }

  /** Keeps a caption's text, before the {@code video.json} that tells of it; its SHA-256. */
  public String keepCaption(UUID id, long number, byte[] text) throws IOException {
    Files.createDirectories(folder(id));
    Path file = folder(id).resolve(captionName(number));
    write(file, text);
    return sha256(file);
  }

  /** The captions of a whole video, with their texts. */
  public List<CaptionFile> captions(Entry entry) throws IOException {
    List<CaptionFile> captions = new ArrayList<>();
    for (JsonObject said : saidCaptions(entry)) {
      captions.add(
          new CaptionFile(
              said.string("language").orElse(""),
              said.string("label").orElse(""),
              said.isTrue("forDeaf"),
              Files.readString(caption(entry, said))));
    }
    return captions;
  }

  /** Whether everything of a whole video is as it was written. */
  public boolean isSound(Entry entry) throws IOException {
    if (!sha256(entry.file()).equals(entry.sha256())) {
      return false;
    }
    try {
      for (JsonObject said : saidCaptions(entry)) {
        caption(entry, said);
      }
      return true;
    } catch (IOException damaged) {
      return false;
    }
  }

  private static List<JsonObject> saidCaptions(Entry entry) {
    return entry.said().elements("captions").orElse(List.of()).stream()
        .flatMap(said -> said instanceof JsonObject object ? Stream.of(object) : Stream.empty())
        .toList();
  }

  /** The file of a caption, if it is as it was written. */
  private Path caption(Entry entry, JsonObject said) throws IOException {
    Path file =
        folder(entry.id())
            .resolve(captionName(said.number("number").map(BigDecimal::longValue).orElse(0L)));
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        || Files.size(file) > 2L * CaptionFile.LONGEST
        || !sha256(file).equals(said.string("sha256").orElse(""))) {
      throw new IOException(file + " is not the caption that was written");
    }
    return file;
  }

  private static String captionName(long number) {
    return "captions-" + number + ".vtt";
  }

  /** Keeps what is known of a whole video by now. */
  public void update(Entry entry, JsonObject said) throws IOException {
    var all = new LinkedHashMap<>(entry.said().members());
    all.putAll(said.members());
    all.put("file", new JsonString(entry.file().getFileName().toString()));
    all.put("sha256", new JsonString(entry.sha256()));
    if (!new JsonObject(all).equals(entry.said())) {
      write(folder(entry.id()).resolve(SAID), Json.write(new JsonObject(all)));
    }
  }

  /** Writes the sums of all whole videos, in the form that {@code sha256sum -c} reads. */
  public void writeSums() throws IOException {
    Path half = root.resolve(SUMS + ".part");
    try (OutputStream out = Files.newOutputStream(half)) {
      for (UUID id : ids()) {
        Optional<Entry> entry = find(id);
        if (entry.isPresent()) {
          String line =
              "%s  videos/%s/%s%n"
                  .formatted(entry.get().sha256(), id, entry.get().file().getFileName());
          out.write(line.getBytes(StandardCharsets.UTF_8));
          for (JsonObject said : saidCaptions(entry.get())) {
            String name = captionName(said.number("number").map(BigDecimal::longValue).orElse(0L));
            String sum = said.string("sha256").orElse("");
            out.write(
                "%s  videos/%s/%s%n".formatted(sum, id, name).getBytes(StandardCharsets.UTF_8));
          }
        }
      }
    }
    durable(half);
    Files.move(
        half,
        root.resolve(SUMS),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** The ids of all videos, whole or not, in order. */
  public List<UUID> ids() throws IOException {
    Path videos = root.resolve("videos");
    if (!Files.isDirectory(videos)) {
      return List.of();
    }
    List<UUID> ids = new ArrayList<>();
    try (Stream<Path> folders = Files.list(videos)) {
      for (Path folder : folders.sorted().toList()) {
        try {
          UUID id = UUID.fromString(String.valueOf(folder.getFileName()));
          if (folder(id).equals(folder)) {
            ids.add(id);
          }
        } catch (IllegalArgumentException notOurs) {
          // Somebody else's folder.
        }
      }
    }
    return ids;
  }

  /** The SHA-256 of a file, as lower-case hexadecimal. */
  public static String sha256(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[256 * 1024];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        digest.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private Path folder(UUID id) {
    return root.resolve("videos").resolve(id.toString());
  }

  private static void write(Path file, byte[] text) throws IOException {
    Path half = file.resolveSibling(file.getFileName() + ".part");
    Files.write(half, text);
    durable(half);
    Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private static void durable(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(/* metaData= */ true);
    }
  }
}

package slipway.migration.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slipway.json.Json;
import slipway.json.JsonValue.JsonObject;
import slipway.migration.Download;
import slipway.migration.ForeignVideo;
import slipway.migration.VendorException;

final class ArchiveTest {
  private static final UUID ONE = new UUID(1, 1);
  private static final UUID TWO = new UUID(1, 2);

  private final Path root;
  private final Archive archive;

  ArchiveTest(@TempDir Path folder) {
    root = folder;
    archive = new Archive(folder);
  }

  @Test
  @DisplayName("A video is whole once all of it is written; sums are as sha256sum reads them")
  void whole() throws Exception {
    String sum = gather(ONE, "film");
    assertThat(archive.find(ONE)).isEmpty();
    archive.keep(ONE, "mov", sum, said("{\"name\":\"../../x\",\"file\":\"../../y\",\"size\":4}"));
    Archive.Entry entry = archive.find(ONE).orElseThrow();
    assertThat(entry.file())
        .isEqualTo(root.resolve("videos/" + ONE + "/source.mp4"))
        .hasContent("film");
    assertThat(entry.sha256()).isEqualTo(sum);
    assertThat(entry.said().string("format")).contains("slipway-export-1");
    gather(TWO, "half");
    archive.writeSums();
    assertThat(root.resolve("SHA256SUMS")).hasContent(sum + "  videos/" + ONE + "/source.mp4\n");
    assertThat(archive.ids()).containsExactly(ONE, TWO);
  }

  @Test
  @DisplayName("What says that its file lies elsewhere, or is broken, is not whole")
  void strange() throws Exception {
    archive.keep(ONE, "../../../etc", gather(ONE, "film"), said("{}"));
    Path said = root.resolve("videos/" + ONE + "/video.json");
    assertThat(archive.find(ONE).orElseThrow().file().getFileName()).hasToString("source.bin");
    for (String bad : List.of("{\"file\":\"../../secret.mp4\"}", "{", "[]", "{\"file\":7}")) {
      Files.writeString(said, bad);
      assertThat(archive.find(ONE)).as(bad).isEmpty();
    }
    Files.delete(said);
    Files.createSymbolicLink(said, Files.writeString(root.resolve("other"), "{}"));
    assertThat(archive.find(ONE)).isEmpty();
    Files.createDirectories(root.resolve("videos/not-ours"));
    assertThat(archive.ids()).containsExactly(ONE);
  }

  @Test
  void whatIsKnown_isBroughtUpToDate() throws Exception {
    archive.keep(ONE, "mov", gather(ONE, "film"), said("{\"name\":\"a\"}"));
    archive.update(archive.find(ONE).orElseThrow(), said("{\"name\":\"b\",\"file\":\"x\"}"));
    Archive.Entry entry = archive.find(ONE).orElseThrow();
    assertThat(entry.said().string("name")).contains("b");
    assertThat(entry.file()).hasContent("film");
  }

  @Test
  @DisplayName("Read as a library: what is damaged or not whole is left out with a reason")
  void library() throws Exception {
    archive.keep(
        ONE,
        "mov",
        gather(ONE, "film"),
        said(
            """
            {"name":"A","creator":"me","playbackId":"abcd0123456789ab","meta":{"shelf":"top"},
             "part":{"start":3,"length":2},
             "createdAt":"2021-03-04T05:06:07Z","policy":{"kind":"odd","origins":["a.example"]}}
            """));
    gather(TWO, "half");
    List<ForeignVideo> videos = new ArchiveLibrary(archive).page(null).videos();
    ForeignVideo one = videos.getFirst();
    assertThat(one.keepId()).isEqualTo(ONE);
    assertThat(one.keepPlaybackId()).isEqualTo("abcd0123456789ab");
    assertThat(one.access().kind()).as("an unknown kind keeps out").isEqualTo("token");
    assertThat(one.access().origins()).containsExactly("a.example");
    assertThat(one.meta().string("shelf")).contains("top");
    assertThat(one.part()).isEqualTo(new ForeignVideo.Part(3, 2));
    assertThat(one.file().find()).isInstanceOf(Download.Local.class);
    assertThat(videos.getLast().file().find())
        .isEqualTo(new Download.None("Its export was not finished."));
    Files.writeString(root.resolve("videos/" + ONE + "/source.mp4"), "film?");
    assertThat(one.file().find()).isInstanceOf(Download.None.class);
  }

  @Test
  void anEmptyFolder_isToldOf() {
    assertThatExceptionOfType(VendorException.class)
        .isThrownBy(() -> new ArchiveLibrary(archive))
        .withMessageContaining("holds no export");
  }

  private String gather(UUID id, String text) throws IOException {
    return Archive.sha256(Files.writeString(archive.part(id), text));
  }

  private static JsonObject said(String json) {
    return (JsonObject) Json.tree(json);
  }
}

package slipway.records;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import slipway.core.directory.Directory;
import slipway.core.document.Document;
import slipway.core.video.Particulars;
import slipway.core.video.Source;
import slipway.core.video.VideoQuery;
import slipway.core.video.Wishes;
import slipway.sql.Database;
import slipway.testing.OnEveryDatabase;
import slipway.testing.Ports;
import slipway.testing.Samples;
import slipway.testing.TestDatabase;

@OnEveryDatabase
class SqlDirectoriesTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  private final Ports ports;
  private final SqlDirectories directories;
  private final SqlQualityDefaults defaults;
  private final SqlDocuments documents;

  SqlDirectoriesTest(TestDatabase databases) {
    Database database = databases.fresh();
    ports = SqlPorts.on(database);
    directories = new SqlDirectories(database);
    defaults = new SqlQualityDefaults(database);
    documents = new SqlDocuments(database);
  }

  @BeforeEach
  void accounts() {
    ports
        .transactions()
        .change(() -> {
          ports.accounts().add(Samples.account(1));
          ports.accounts().add(Samples.account(2));
        });
  }

  @Test
  @DisplayName("GC-157a directories keep name, place and time, and are listed by account")
  void kept() {
    ports
        .transactions()
        .change(() -> {
          assertThat(directories.nextNumber()).isEqualTo(1);
          directories.add(directory(1, 1, "top", null));
          directories.add(directory(2, 1, "below", 1L));
          directories.add(directory(3, 2, "other", null));
        });
    assertThat(directories.of(1)).extracting(Directory::number).containsExactly(1L, 2L);
    assertThat(directories.byNumber(2)).contains(directory(2, 1, "below", 1L));
    assertThat(directories.count(1)).isEqualTo(2);
    assertThat(directories.in(1)).extracting(Directory::number).containsExactly(2L);
    Directory moved = directory(2, 1, "moved", null);
    ports.transactions().change(() -> directories.update(moved));
    assertThat(directories.byNumber(2)).contains(moved);
    ports.transactions().change(() -> directories.remove(2));
    assertThat(directories.byNumber(2)).isEmpty();
  }

  @Test
  @DisplayName("GC-157b videos are found by their directory")
  void videos() {
    Particulars none = Particulars.none();
    Particulars inSeven =
        new Particulars(
            none.description(),
            none.priority(),
            none.clipStart(),
            none.clipLength(),
            none.aboveSource(),
            /* directory= */ 7L,
            none.qualitySet(),
            none.picture(),
            none.poster(),
            none.notes());
    ports
        .transactions()
        .change(() -> {
          ports.videos().add(Samples.video(1, 1));
          ports
              .videos()
              .add(Samples.video(1, 2, "b", Wishes.none().with(inSeven), new Source.Direct()));
        });
    VideoQuery query =
        new VideoQuery(
            OptionalLong.of(1),
            List.of(
                new VideoQuery.Condition(
                    VideoQuery.Field.DIRECTORY, VideoQuery.Comparison.EQUAL, List.of(7L))),
            List.of(),
            0,
            10);
    assertThat(ports.videos().find(query)).extracting(video -> video.serial()).containsExactly(2L);
    assertThat(ports.videos().count(query)).isEqualTo(1);
    assertThat(directories.videos(1)).isEqualTo(Map.of(7L, 1L));
    assertThat(directories.videos(2)).isEmpty();
  }

  @Test
  @DisplayName("GC-158 the chosen set is kept, changed and taken back")
  void qualities() {
    assertThat(defaults.of(1)).isEmpty();
    ports.transactions().change(() -> defaults.put(1, OptionalLong.of(2)));
    ports.transactions().change(() -> defaults.put(1, OptionalLong.of(3)));
    assertThat(defaults.of(1)).hasValue(3);
    ports.transactions().change(() -> defaults.put(1, OptionalLong.empty()));
    assertThat(defaults.of(1)).isEmpty();
  }

  @Test
  @DisplayName("GC-159 documents are kept by account and kind")
  void documents() {
    Document player = new Document(1, 1, "player", "{\"name\":\"a\"}", NOW, NOW);
    Document changed = new Document(1, 1, "player", "{\"name\":\"b\"}", NOW, NOW.plusSeconds(1));
    ports
        .transactions()
        .change(() -> {
          assertThat(documents.nextNumber()).isEqualTo(1);
          documents.add(player);
          documents.add(new Document(2, 1, "playlist", "{}", NOW, NOW));
          documents.add(new Document(3, 2, "player", "{}", NOW, NOW));
        });
    assertThat(documents.of(1, "player")).containsExactly(player);
    assertThat(documents.count(1, "playlist")).isEqualTo(1);
    ports.transactions().change(() -> documents.update(changed));
    assertThat(documents.byNumber(1)).contains(changed);
    ports.transactions().change(() -> documents.remove(1));
    assertThat(documents.byNumber(1)).isEmpty();
  }

  private static Directory directory(
      long number, long account, String name, @Nullable Long parent) {
    return new Directory(number, account, name, parent, NOW, NOW);
  }
}

package slipway.app;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import slipway.api.gcore.GcoreFiles;
import slipway.api.gcore.GcoreScratch;
import slipway.api.gcore.GcoreThings;
import slipway.core.Ids;
import slipway.core.access.Protections;
import slipway.core.caption.CaptionFiles;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.directory.KeepDirectories;
import slipway.core.document.KeepDocuments;
import slipway.core.journey.DeleteVideo;
import slipway.core.quality.ChooseQualitySet;
import slipway.core.rendition.Rendition;
import slipway.core.video.Posters;
import slipway.playback.GcoreNames;
import slipway.records.SqlDirectories;
import slipway.records.SqlDocuments;
import slipway.records.SqlHouseSecrets;
import slipway.records.SqlQualityDefaults;
import slipway.records.SqlUsedTokens;
import slipway.sql.Database;
import slipway.storage.FullDisk;

/** What only the Gcore dialect asks for: directories, sets of qualities, names of files. */
final class GcoreWing {
  private GcoreWing() {}

  static GcoreDoors.More more(
      ServerSettings settings,
      Database database,
      Memory memory,
      Ids ids,
      InstantSource clock,
      Posters posters,
      DeleteVideo delete,
      KeepCaption keepCaption,
      RemoveCaption removeCaption,
      CaptionFiles captionFiles,
      Protections protections) {
    var directories =
        new KeepDirectories(
            new SqlDirectories(database), memory.videos(), delete, memory.transactions(), clock);
    return new GcoreDoors.More(
        settings.gcore(),
        new SqlHouseSecrets(database, ids),
        new SqlUsedTokens(database),
        ids,
        posters,
        keepCaption,
        captionFiles,
        memory.transactions(),
        clock,
        new GcoreScratch(settings.data().resolve("spool"), FullDisk::is),
        new GcoreThings.Parts(
            new Names(),
            memory.captions(),
            keepCaption,
            removeCaption,
            captionFiles,
            protections,
            directories,
            new ChooseQualitySet(new SqlQualityDefaults(database), memory.transactions()),
            new KeepDocuments(new SqlDocuments(database), memory.transactions(), clock)));
  }

  /** What files are called, which the news tell, too. */
  static GcoreFiles files() {
    return new Names();
  }

  /** As the playback room serves them. */
  private static final class Names implements GcoreFiles {
    @Override
    public String mp4(Rendition rendition) {
      return GcoreNames.mp4(rendition);
    }

    @Override
    public List<String> screenshots(Duration length) {
      return GcoreNames.screenshots(length);
    }

    @Override
    public String poster(String key) {
      return GcoreNames.poster(key);
    }

    @Override
    public String posterThumb(String key) {
      return GcoreNames.posterThumb(key);
    }

    @Override
    public String sprite(String slug) {
      return GcoreNames.sprite(slug);
    }

    @Override
    public boolean hasSprite(List<Rendition> renditions) {
      return GcoreNames.hasSprite(renditions);
    }

    @Override
    public Optional<String> spriteText(String slug, List<Rendition> renditions) {
      return GcoreNames.spriteText(slug, renditions);
    }
  }
}

package slipway.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.api.cloudflare.CloudflareSettings;
import slipway.config.ByteSize;
import slipway.config.Secret;
import slipway.config.SettingsException;
import slipway.config.SettingsSources;
import slipway.core.upload.Gateways;
import slipway.core.upload.UploadSettings;
import slipway.export.ExportSettings;
import slipway.http.HttpSettings;
import slipway.http.TlsFiles;
import slipway.ingest.tus.TusBrowsers;
import slipway.media.ffmpeg.Layer;
import slipway.media.transcode.TranscodeSettings;
import slipway.playback.PictureSettings;
import slipway.playback.PlaybackSettings;
import slipway.sql.DatabaseSettings;
import slipway.storage.file.Durability;
import slipway.testing.SettingsFixture;

final class ServerSettingsTest {
  private static final Path FOLDER = Path.of("/somewhere");

  @Test
  void defaults() {
    ServerSettings settings = load();
    Path data = FOLDER.resolve("slipway-data");
    assertThat(settings.data()).isEqualTo(data);
    assertThat(settings.http()).isEqualTo(HttpSettings.defaults());
    assertThat(settings.visits())
        .isEqualTo(
            new VisitOptions(
                6000, 12_000, /* cors= */ true, TusBrowsers.any(), /* expiredIsGone= */ false));
    assertThat(settings.uploads())
        .isEqualTo(UploadSettings.defaults().withActiveOf("cloudflare", 120));
    assertThat(settings.cloudflare()).isEqualTo(CloudflareSettings.defaults());
    assertThat(settings.stores())
        .isEqualTo(
            new StoreOptions(
                DatabaseSettings.defaults("jdbc:sqlite:" + data.resolve("slipway.db")),
                data.resolve("blobs"),
                512L << 20,
                Durability.POWER));
    assertThat(settings.house())
        .isEqualTo(
            new HouseOptions(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                HouseOptions.LogFormat.TEXT));
    assertThat(settings.imports())
        .isEqualTo(
            new ImportOptions(
                Duration.ofHours(2),
                new Gateways(
                    List.of("https://ipfs.io/ipfs/", "https://dweb.link/ipfs/"),
                    List.of("https://arweave.net/"))));
    assertThat(settings.playback()).isEqualTo(new PlaybackSettings(ByteSize.ofMebibytes(64), true));
    assertThat(settings.pictures())
        .isEqualTo(new PictureSettings(ByteSize.ofGibibytes(2), 2, Duration.ofSeconds(5)));
    assertThat(settings.warnings()).isEmpty();
  }

  @Test
  void pictures_everyKeySet() {
    assertThat(
            PictureSettings.load(
                SettingsFixture.everyKeySet(
                    PictureSettings.SECTION,
                    Map.of(
                        "pictures.cache", "3MiB",
                        "pictures.at-once", "7",
                        "pictures.patience", "1s"))))
        .isEqualTo(new PictureSettings(ByteSize.ofMebibytes(3), 7, Duration.ofSeconds(1)));
  }

  @Test
  void uploads_everyKeySet() {
    assertThat(
            UploadOptions.load(
                SettingsFixture.everyKeySet(
                    UploadOptions.SECTION,
                    Map.of(
                        "upload.ticket-lifetime", "1h",
                        "upload.keep-unfinished", "2d",
                        "upload.keep-untouched", "3h",
                        "upload.keep-parts", "4h",
                        "upload.max-size", "1GiB",
                        "upload.quota", "2GiB",
                        "upload.max-tasks", "7",
                        "upload.max-open", "8",
                        "upload.minutes", "90m",
                        "upload.soft-head", "true"))))
        .isEqualTo(
            new UploadSettings(
                    Duration.ofHours(1),
                    Duration.ofDays(2),
                    Duration.ofHours(3),
                    Duration.ofHours(4),
                    1L << 30,
                    2L << 30,
                    7,
                    8)
                .withMinutes(Duration.ofMinutes(90)));
  }

  @Test
  void media_everyKeySet() {
    MediaOptions media =
        MediaOptions.load(
            SettingsFixture.everyKeySet(
                MediaOptions.SECTION,
                Map.ofEntries(
                    Map.entry("ffmpeg.path", "/opt/ffmpeg"),
                    Map.entry("ffmpeg.bundle", "false"),
                    Map.entry("ffmpeg.sandbox", "limits"),
                    Map.entry("ffmpeg.address-space", "1GiB"),
                    Map.entry("ffmpeg.probe-address-space", "768MiB"),
                    Map.entry("ffmpeg.threads", "3"),
                    Map.entry("ffmpeg.max-pixels", "1000"),
                    Map.entry("ffmpeg.max-duration", "3h"),
                    Map.entry("ffmpeg.transcode-deadline", "5m"),
                    Map.entry("transcode.preset", "slow"),
                    Map.entry("transcode.max-short-side", "720"),
                    Map.entry("transcode.ladder", "off"),
                    Map.entry("transcode.chunk", "30s"),
                    Map.entry("transcode.chunk-above", "90s"),
                    Map.entry("transcode.least-share", "80"),
                    Map.entry("jobs.encoders", "9"),
                    Map.entry("jobs.fetches", "11"))),
            Optional.of("/one::relative/two:/three"));
    assertThat(media.ffmpeg().path()).contains(Path.of("/opt/ffmpeg"));
    assertThat(media.ffmpeg().useBundle()).isFalse();
    assertThat(media.ffmpeg().searchPath()).containsExactly(Path.of("/one"), Path.of("/three"));
    assertThat(media.ffmpeg().strongestLayer()).isEqualTo(Layer.LIMITS);
    assertThat(media.ffmpeg().addressSpaceBytes()).isEqualTo(1L << 30);
    assertThat(media.ffmpeg().probeAddressSpaceBytes()).isEqualTo(768L << 20);
    assertThat(media.ffmpeg().threads()).isEqualTo(3);
    assertThat(media.ffmpeg().maxPixels()).isEqualTo(1000);
    assertThat(media.ffmpeg().maxDuration()).isEqualTo(Duration.ofHours(3));
    assertThat(media.ffmpeg().transcodeDeadline()).isEqualTo(Duration.ofMinutes(5));
    assertThat(media.transcode().preset()).isEqualTo("slow");
    assertThat(media.transcode().maxShortSide()).isEqualTo(720);
    assertThat(media.transcode().ladder()).isEqualTo(TranscodeSettings.LadderMode.OFF);
    assertThat(media.transcode().chunk()).isEqualTo(Duration.ofSeconds(30));
    assertThat(media.transcode().chunkAbove()).isEqualTo(Duration.ofSeconds(90));
    assertThat(media.transcode().leastShare()).isEqualTo(80);
    assertThat(media.jobs().heavyThreads()).isEqualTo(9);
    assertThat(media.jobs().fetchThreads()).isEqualTo(11);
  }

  @Test
  void imports_everyKeySet() {
    assertThat(
            ImportOptions.load(
                SettingsFixture.everyKeySet(
                    ImportOptions.SECTION,
                    Map.of(
                        "import.timeout", "10m",
                        "import.ipfs-gateways", "http://kubo:8080/ipfs",
                        "import.arweave-gateways", "https://a.example/,https://b.example/x"))))
        .isEqualTo(
            new ImportOptions(
                Duration.ofMinutes(10),
                new Gateways(
                    List.of("http://kubo:8080/ipfs/"),
                    List.of("https://a.example/", "https://b.example/x/"))));
  }

  @Test
  void playback_everyKeySet() {
    assertThat(
            PlaybackSettings.load(
                SettingsFixture.everyKeySet(
                    PlaybackSettings.SECTION,
                    Map.of("playback.index-cache", "5MiB", "playback.while-uploading", "false"))))
        .isEqualTo(new PlaybackSettings(ByteSize.ofMebibytes(5), false));
  }

  @Test
  void exports_everyKeySet() {
    assertThat(
            ExportSettings.load(
                SettingsFixture.everyKeySet(
                    ExportSettings.SECTION,
                    Map.of(
                        "ipfs.kubo-url", "http://kubo:5001",
                        "ipfs.kubo-authorization", "Basic x",
                        "ipfs.pinning-url", "https://Pins.example/psa",
                        "ipfs.pinning-token", "t",
                        "ipfs.pinata-url", "https://pinata.example",
                        "ipfs.gateway", "https://g.example/ipfs",
                        "ipfs.player-url", "https://p.example"))))
        .isEqualTo(
            new ExportSettings(
                Optional.of(URI.create("http://kubo:5001")),
                Optional.of(new Secret("Basic x")),
                Optional.of(URI.create("https://Pins.example/psa")),
                Optional.of(new Secret("t")),
                URI.create("https://pinata.example"),
                "https://g.example/ipfs/",
                "https://p.example/"));
  }

  @Test
  void deletion_defaultsAndKey() {
    assertThat(DeletionOptions.load(SettingsFixture.defaults(DeletionOptions.SECTION)))
        .isEqualTo(new DeletionOptions(Duration.ZERO));
    assertThat(
            DeletionOptions.load(
                SettingsFixture.everyKeySet(DeletionOptions.SECTION, Map.of("delete.keep", "7d"))))
        .isEqualTo(new DeletionOptions(Duration.ofDays(7)));
  }

  @Test
  void exports_defaultsGoNowhere() {
    ExportSettings settings = ExportSettings.load(SettingsFixture.defaults(ExportSettings.SECTION));
    assertThat(settings.hosts()).isEmpty();
    assertThat(settings.gateway()).isEqualTo("https://ipfs.io/ipfs/");
  }

  @Test
  void house_everyKeySet() {
    assertThat(
            HouseOptions.load(
                SettingsFixture.everyKeySet(
                    HouseOptions.SECTION,
                    Map.of(
                        "admin.key",
                        "a",
                        "api.key",
                        "b",
                        "encryption.key-file",
                        "/keys/uploads.pem",
                        "secrets.key-file",
                        "/keys/secrets",
                        "log.format",
                        "json"))))
        .isEqualTo(
            new HouseOptions(
                Optional.of(new Secret("a")),
                Optional.of(new Secret("b")),
                Optional.of(Path.of("/keys/uploads.pem")),
                Optional.of(Path.of("/keys/secrets")),
                HouseOptions.LogFormat.JSON));
  }

  @Test
  void stores_everyKeySet() {
    assertThat(
            StoreOptions.load(
                SettingsFixture.everyKeySet(
                    StoreOptions.SECTION,
                    Map.of(
                        "database.url", "jdbc:sqlite:/db/x.db",
                        "storage", "file:/bytes",
                        "storage.reserve", "1KiB",
                        "storage.durability", "process")),
                FOLDER))
        .isEqualTo(
            new StoreOptions(
                DatabaseSettings.defaults("jdbc:sqlite:/db/x.db"),
                Path.of("/bytes"),
                1024,
                Durability.PROCESS));
  }

  @Test
  void http_everyKeySet() {
    HttpSettings http =
        HttpOptions.load(
            SettingsFixture.everyKeySet(
                HttpOptions.SECTION,
                Map.ofEntries(
                    Map.entry("http.host", "::1"),
                    Map.entry("http.port", "0"),
                    Map.entry("public.url", "https://video.example"),
                    Map.entry("http.trusted-proxies", "10.0.0.0/8,::1"),
                    Map.entry("http.hosts", "video.example"),
                    Map.entry("http.relative-location", "true"),
                    Map.entry("http.max-connections", "77"),
                    Map.entry("http.body-idle", "5s"),
                    Map.entry("http.shutdown-grace", "1s"),
                    Map.entry("http.body-window", "1MiB"),
                    Map.entry("tls", "self-signed"),
                    Map.entry("tls.cert", "/etc/cert.pem"),
                    Map.entry("tls.key", "/etc/key.pem"))),
            FOLDER);
    assertThat(http.locations())
        .isEqualTo(new HttpSettings.Locations(true, List.of("video.example")));
    assertThat(http.tls())
        .isEqualTo(TlsFiles.of(Path.of("/etc/cert.pem"), Path.of("/etc/key.pem")));
    assertThat(http.host()).isEqualTo("::1");
    assertThat(http.port()).isZero();
    assertThat(http.publicUrl()).isEqualTo(URI.create("https://video.example"));
    assertThat(http.limits().window()).isEqualTo(1 << 20);
    assertThat(http.limits().connections()).isEqualTo(77);
    assertThat(http.timeouts().bodyIdle()).isEqualTo(Duration.ofSeconds(5));
    assertThat(http.timeouts().shutdownGrace()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void visitors_everyKeySet() {
    assertThat(
            VisitOptions.load(
                SettingsFixture.everyKeySet(
                    VisitOptions.SECTION,
                    Map.of(
                        "limit.requests-per-key", "1",
                        "limit.requests-per-address", "2",
                        "cors", "false",
                        "cors.origins", "https://a.example,https://b.example",
                        "cors.private-network", "true",
                        "upload.expired-is-gone", "true"))))
        .isEqualTo(
            new VisitOptions(
                1,
                2,
                /* cors= */ false,
                new TusBrowsers(
                    List.of("https://a.example", "https://b.example"), /* privateNetwork= */ true),
                /* expiredIsGone= */ true));
  }

  @Test
  void tls_selfSignedLiesInTheDataFolder() {
    assertThat(load("--tls=self-signed").ownCertificate())
        .contains(FOLDER.resolve("slipway-data").resolve("tls").resolve("cert.pem"));
    assertThat(load("--tls=self-signed").localUrl()).isEqualTo("https://127.0.0.1:8080");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--tls.key=/etc/key.pem",
        "--database.url=jdbc:mysql://x",
        "--storage=s3://bucket",
        "--http.trusted-proxies=nonsense",
        "--transcode.preset=rocket",
        "--http.prot=1"
      })
  void whatCannotBeUsed_isRefusedByName(String flag) {
    String key = flag.substring(2, flag.indexOf('='));
    assertThatThrownBy(() -> load(flag))
        .isInstanceOf(SettingsException.class)
        .hasMessageContaining(key);
  }

  private static ServerSettings load(String... flags) {
    return ServerSettings.load(new SettingsSources(List.of(flags), Map.of(), FOLDER));
  }
}

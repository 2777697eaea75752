package slipway.app;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import slipway.api.cloudflare.CloudflareRoutes;
import slipway.api.cloudflare.CloudflareSettings;
import slipway.api.gcore.GcoreSettings;
import slipway.config.DataSettings;
import slipway.config.Secret;
import slipway.config.Settings;
import slipway.config.SettingsException;
import slipway.config.SettingsSection;
import slipway.config.SettingsSources;
import slipway.core.upload.UploadSettings;
import slipway.export.ExportSettings;
import slipway.http.HttpSettings;
import slipway.http.TlsFiles;
import slipway.outgoing.OutgoingSettings;
import slipway.playback.PictureSettings;
import slipway.playback.PlaybackSettings;
import slipway.webhook.WebhookSettings;

/** The settings of all rooms, read and checked. */
public record ServerSettings(
    Path data,
    HouseOptions house,
    HttpSettings http,
    VisitOptions visits,
    StoreOptions stores,
    UploadSettings uploads,
    boolean softHead,
    CloudflareSettings cloudflare,
    MediaOptions media,
    ImportOptions imports,
    PlaybackSettings playback,
    PictureSettings pictures,
    OutgoingSettings outgoing,
    WebhookSettings webhooks,
    ViewerOptions viewers,
    GcoreSettings gcore,
    ExportSettings exports,
    DeletionOptions deletion,
    ProvenanceOptions provenance,
    List<String> warnings) {

  /** Everything an operator may set, in the order of the settings page. */
  public static final List<SettingsSection> SECTIONS =
      List.of(
          HttpOptions.SECTION,
          VisitOptions.SECTION,
          DataSettings.SECTION,
          HouseOptions.SECTION,
          StoreOptions.SECTION,
          UploadOptions.SECTION,
          CloudflareSettings.SECTION,
          MediaOptions.SECTION,
          ImportOptions.SECTION,
          PlaybackSettings.SECTION,
          PictureSettings.SECTION,
          ViewerOptions.SECTION,
          OutgoingSettings.SECTION,
          WebhookSettings.SECTION,
          GcoreSettings.SECTION,
          DeletionOptions.SECTION,
          ExportSettings.SECTION,
          ProvenanceOptions.SECTION);

  public ServerSettings {
    warnings = List.copyOf(warnings);
  }

  /** The operator's own key for {@code /admin}, if one was chosen. */
  public Optional<Secret> chosenAdminKey() {
    return house.adminKey();
  }

  /** Where a command on the same machine reaches the server. */
  public String localUrl() {
    return (http.tls() == null ? "http://" : "https://") + http.host() + ":" + http.port();
  }

  /** The certificate of our own making, for commands that speak to the server over TLS. */
  public Optional<Path> ownCertificate() {
    TlsFiles tls = http.tls();
    return tls == null || !tls.selfMade() ? Optional.empty() : Optional.of(tls.certificate());
  }

  /**
   * Reads them.
   *
   * @param sources flags, environment and folder of the process
   * @throws SettingsException with everything that is wrong
   */
  public static ServerSettings load(SettingsSources sources) {
    Settings settings = Settings.load(SECTIONS, sources);
    Path data =
        sources
            .workingFolder()
            .resolve(DataSettings.load(settings).folder())
            .toAbsolutePath()
            .normalize();
    return new ServerSettings(
        data,
        HouseOptions.load(settings),
        HttpOptions.load(settings, data),
        VisitOptions.load(settings),
        StoreOptions.load(settings, data),
        UploadOptions.load(settings)
            .withActiveOf(CloudflareRoutes.DOOR, CloudflareSettings.load(settings).maxQueued()),
        settings.get(UploadOptions.SOFT_HEAD),
        CloudflareSettings.load(settings),
        MediaOptions.load(settings, Optional.ofNullable(sources.environment().get("PATH"))),
        ImportOptions.load(settings),
        PlaybackSettings.load(settings),
        PictureSettings.load(settings),
        OutgoingSettings.load(settings),
        WebhookSettings.load(settings),
        ViewerOptions.load(settings, sources.workingFolder()),
        GcoreSettings.load(settings),
        ExportSettings.load(settings),
        DeletionOptions.load(settings),
        ProvenanceOptions.load(settings),
        settings.warnings());
  }
}

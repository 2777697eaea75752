package slipway.app;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import slipway.api.cloudflare.CloudflareDelivery;
import slipway.core.Ids;
import slipway.core.access.Gate;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.MayWatch;
import slipway.core.access.Protections;
import slipway.core.access.RecentSigningKeys;
import slipway.core.access.SignRights;
import slipway.core.download.Downloads;
import slipway.core.download.OfferDownload;
import slipway.core.watermark.KeepWatermarks;
import slipway.geoip.CountryDatabase;
import slipway.http.Area;
import slipway.http.Origin;
import slipway.playback.Authoriser;
import slipway.playback.Indexes;
import slipway.playback.Library;
import slipway.playback.Pictures;
import slipway.playback.Playback;
import slipway.records.SqlChanges;
import slipway.records.SqlDownloads;
import slipway.sql.Database;
import slipway.storage.BlobStore;
import slipway.tokens.JoseSigner;
import slipway.tokens.JoseTokens;

/** What viewers meet: who may watch what, and where it stands. */
final class Viewing {
  private final ServerSettings settings;
  private final Database database;
  private final Memory memory;
  private final Ids ids;
  private final InstantSource clock;
  private final Downloads downloads;
  private final JoseTokens tokens = new JoseTokens();
  private final MayWatch mayWatch;
  private final Protections protections;
  private final UnaryOperator<Authoriser> watching;
  private final Optional<CountryDatabase> countries;

  /**
   * Reads the database of countries, if there is one.
   *
   * @param watching sees every decision about a viewer
   * @throws IOException when it is there and cannot be read
   */
  Viewing(
      ServerSettings settings,
      Database database,
      Memory memory,
      Ids ids,
      InstantSource clock,
      Gate gate,
      Protections protections,
      UnaryOperator<Authoriser> watching)
      throws IOException {
    this.settings = settings;
    this.database = database;
    this.memory = memory;
    this.ids = ids;
    this.clock = clock;
    this.protections = protections;
    this.watching = watching;
    downloads = new SqlDownloads(database);
    MayWatch decision =
        new MayWatch(
            new RecentSigningKeys(memory.signingKeys(), new SqlChanges(database)),
            tokens,
            gate,
            protections,
            clock);
    mayWatch = settings.viewers().originNeeded() ? decision.needingOrigins() : decision;
    countries =
        settings.viewers().countries().isPresent()
            ? Optional.of(CountryDatabase.open(settings.viewers().countries().get()))
            : Optional.empty();
  }

  /** Takes over a newer database of countries. */
  void refresh() {
    countries.ifPresent(CountryDatabase::refresh);
  }

  /** All addresses of viewers. */
  List<Area> areas(BlobStore blobs, Indexes indexes, Pictures pictures) {
    return Playback.areas(
        new Library(
            memory.videos(),
            memory.renditions(),
            memory.chunks(),
            memory.captions(),
            memory.sounds(),
            downloads,
            memory.uploads(),
            new SqlChanges(database)),
        watching.apply(Authoriser.asking(mayWatch)),
        protections,
        tokens,
        new CountriesOfViewers(
            settings.http().trustedProxies(), settings.viewers().countryHeader(), countries),
        blobs,
        indexes,
        settings.playback(),
        pictures);
  }

  /** What Cloudflare's API says about all that. */
  CloudflareDelivery delivery(
      Origin origin,
      KeepSigningKeys keepSigningKeys,
      CloudflareDelivery.Texts texts,
      KeepWatermarks watermarks,
      CloudflareDelivery.Audio audio) {
    return new CloudflareDelivery(
        origin,
        memory.videos(),
        new CloudflareDelivery.Rights(
            keepSigningKeys, new SignRights(keepSigningKeys, new JoseSigner(), ids), ids, clock),
        new OfferDownload(memory.videos(), downloads, memory.transactions(), clock),
        texts,
        watermarks,
        audio);
  }
}

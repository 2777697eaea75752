package slipway.app;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import slipway.certificates.HouseAuthority;
import slipway.certificates.PemPair;
import slipway.core.Ids;
import slipway.core.event.RecordEvent;
import slipway.core.journey.MoveVideo;
import slipway.core.journey.SignVideo;
import slipway.http.Area;
import slipway.http.Part;
import slipway.http.Representation;
import slipway.http.Request;
import slipway.http.Response;
import slipway.http.Routes;
import slipway.media.provenance.Signer;
import slipway.media.provenance.TimeStamps;
import slipway.outgoing.Outgoing;
import slipway.outgoing.OutgoingSettings;
import slipway.outgoing.Resolver;
import slipway.pipeline.Sign;
import slipway.pipeline.SigningKeys;
import slipway.storage.BlobStore;
import slipway.timestamp.TimeStampAuthority;

/**
 * Who signs what this house makes (MD-85): the operator's certificate, or one of the house's own,
 * whose root everybody may have at {@code GET /c2pa/root.pem}. Both are read anew for each video,
 * so a renewed certificate needs no restart.
 */
final class ProvenanceWing implements SigningKeys {
  private final ProvenanceOptions options;
  private final HouseAuthority house;
  private final InstantSource clock;

  /**
   * Makes nothing yet: a house that never signs has no root.
   *
   * @throws IOException when the operator's files cannot be used; a sentence for the operator
   */
  ProvenanceWing(ProvenanceOptions options, Path data, InstantSource clock) throws IOException {
    this.options = options;
    this.house = new HouseAuthority(data.resolve("c2pa"));
    this.clock = clock;
    if (options.own().isPresent()) {
      own(options.own().get());
    }
  }

  /** The stage that signs. */
  Sign sign(
      MoveVideo move,
      Memory memory,
      RecordEvent record,
      BlobStore blobs,
      Optional<TimeStamps> stamps,
      Ids ids,
      String version) {
    SignVideo change = new SignVideo(memory.videos(), move, record, memory.transactions(), clock);
    return new Sign(change, memory.renditions(), blobs, this, stamps, ids, version);
  }

  /** The operator's authority, which may lie at home. */
  Optional<TimeStamps> stamps(Opened opened, OutgoingSettings settings) {
    return options
        .timeStamps()
        .map(url -> {
          List<String> host = List.of(url.getRawAuthority().toLowerCase(Locale.ROOT));
          Outgoing trusted = opened.keep(new Outgoing(settings.withHosts(host), Resolver.system()));
          return new TimeStampAuthority(trusted, url);
        });
  }

  @Override
  public Signer signer() throws IOException {
    Instant now = clock.instant();
    Signer signer;
    if (options.own().isPresent()) {
      signer = own(options.own().get());
    } else {
      PemPair pair = house.signing(now);
      signer = new Signer(pair.key(), pair.certificates());
    }
    requireValid(signer.certificate(), now);
    return signer;
  }

  private static Signer own(ProvenanceOptions.Files files) throws IOException {
    try {
      PemPair pair = PemPair.read(files.certificate(), files.key());
      return new Signer(pair.key(), pair.certificates());
    } catch (IOException | IllegalArgumentException unfit) {
      throw new IOException(
          "Nothing can be signed (C2PA) with %s and %s: %s"
              .formatted(files.certificate(), files.key(), unfit.getMessage()),
          unfit);
    }
  }

  /** Without a time stamp, verifiers take what such a certificate signed for a forgery. */
  private static void requireValid(X509Certificate certificate, Instant now) throws NotNow {
    try {
      certificate.checkValidity(Date.from(now));
    } catch (CertificateException outOfDate) {
      throw new NotNow(
          "The server's certificate for signing is not valid at this time; its operator must renew"
              + " it.");
    }
  }

  /** Where everybody gets the root; nothing is there when the operator has a certificate. */
  Area area() {
    return Area.at("/c2pa", new Routes().get("/root.pem", this::root))
        .notFound(_ -> missing())
        .methodNotAllowed((_, _) -> missing());
  }

  private Response root(Request request) throws IOException {
    if (options.own().isPresent()) {
      return missing();
    }
    byte[] pem = house.root(clock.instant()).getBytes(US_ASCII);
    return Representation.of(
            "application/x-pem-file",
            Integer.toHexString(Arrays.hashCode(pem)),
            List.of(Part.of(pem)))
        .with("Cache-Control", "no-cache")
        .answer(request);
  }

  private static Response missing() {
    return Response.of(404).with("Content-Type", "text/plain; charset=utf-8");
  }
}

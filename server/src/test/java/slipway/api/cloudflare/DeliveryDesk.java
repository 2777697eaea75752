package slipway.api.cloudflare;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.SignRights;
import slipway.core.caption.KeepCaption;
import slipway.core.caption.RemoveCaption;
import slipway.core.download.OfferDownload;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.sound.KeepSounds;
import slipway.core.watermark.KeepWatermarks;
import slipway.ingest.direct.SoundForm;
import slipway.pipeline.StoredCaptions;
import slipway.pipeline.StoredWatermarks;
import slipway.testing.CountingIds;
import slipway.testing.InMemoryDownloads;
import slipway.testing.InMemoryLooseFiles;
import slipway.testing.InMemorySigningKeys;
import slipway.testing.InMemorySounds;
import slipway.testing.InMemoryWatermarks;
import slipway.testing.MemoryBlobs;
import slipway.testing.Ports;
import slipway.testing.RecordedSoundWork;
import slipway.testing.SettableClock;
import slipway.tokens.JoseSigner;

/** What viewers get, over ports in memory; and how forms are written. */
final class DeliveryDesk {
  static final String BOUNDARY = "----form8f2";

  final InMemorySigningKeys keys = new InMemorySigningKeys();
  final MemoryBlobs blobs = new MemoryBlobs();
  final InMemoryWatermarks marks = new InMemoryWatermarks();

  final InMemorySounds sounds = new InMemorySounds();
  final RecordedSoundWork soundWork = new RecordedSoundWork();

  /** What lies at URLs. */
  Function<String, byte[]> remote =
      url -> {
        throw new ProblemException(new Problem.BadField("url", "cannot be fetched"));
      };

  /** Profiles whose picture is to be looked after. */
  final List<UUID> markWork = new ArrayList<>();

  final KeepWatermarks keepMarks;
  final CloudflareDelivery delivery;

  DeliveryDesk(Ports ports, SettableClock clock) {
    var ids = new CountingIds();
    var transactions = ports.transactions();
    var keep = new KeepSigningKeys(keys, transactions, clock);
    var files = new StoredCaptions(blobs, ids, new InMemoryLooseFiles(), new SettableClock());
    keepMarks =
        new KeepWatermarks(
            marks,
            new StoredWatermarks(marks, blobs),
            (url, most) -> remote.apply(url),
            markWork::add,
            transactions,
            ids,
            clock);
    delivery =
        new CloudflareDelivery(
            CloudflareHouse.ORIGIN,
            ports.videos(),
            new CloudflareDelivery.Rights(
                keep, new SignRights(keep, new JoseSigner(), ids), ids, clock),
            new OfferDownload(ports.videos(), new InMemoryDownloads(), transactions, clock),
            new CloudflareDelivery.Texts(
                ports.captions(),
                files,
                new KeepCaption(ports.videos(), ports.captions(), files, transactions, clock),
                new RemoveCaption(ports.captions(), files, transactions)),
            keepMarks,
            new CloudflareDelivery.Audio(
                new KeepSounds(
                    ports.videos(),
                    sounds,
                    soundWork,
                    url -> url.contains("//") ? Optional.empty() : Optional.of("no address"),
                    transactions,
                    ids,
                    clock),
                new SoundForm(blobs, /* most= */ 1 << 16)::read));
  }

  /** A form; heads and bodies of its parts in turn. */
  static byte[] form(Object... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < parts.length; i += 2) {
      out.writeBytes(("--" + BOUNDARY + "\r\n" + parts[i] + "\r\n\r\n").getBytes(UTF_8));
      Object body = parts[i + 1];
      out.writeBytes(body instanceof byte[] bytes ? bytes : body.toString().getBytes(UTF_8));
      out.writeBytes("\r\n".getBytes(UTF_8));
    }
    out.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(UTF_8));
    return out.toByteArray();
  }

  static String file(String name, String fileName) {
    return "Content-Disposition: form-data; name=\"%s\"; filename=\"%s\"\r\nContent-Type: application/octet-stream"
        .formatted(name, fileName);
  }

  static String text(String name) {
    return "Content-Disposition: form-data; name=\"" + name + "\"";
  }
}

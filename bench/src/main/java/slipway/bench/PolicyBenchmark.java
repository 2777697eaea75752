package slipway.bench;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSObject;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.ECDSASigner;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.interfaces.ECPrivateKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import slipway.core.access.Gate;
import slipway.core.access.KeepSigningKeys;
import slipway.core.access.MayWatch;
import slipway.core.access.Proof;
import slipway.core.access.RecentProtections;
import slipway.core.access.RecentSigningKeys;
import slipway.core.access.SigningKey;
import slipway.core.access.Use;
import slipway.core.access.Verdict;
import slipway.core.access.Viewer;
import slipway.core.account.Account;
import slipway.core.policy.Policy;
import slipway.core.video.Milestone;
import slipway.core.video.Phase;
import slipway.core.video.Source;
import slipway.core.video.Video;
import slipway.core.video.Wishes;
import slipway.records.SealedSecrets;
import slipway.records.SqlAccounts;
import slipway.records.SqlChanges;
import slipway.records.SqlProtections;
import slipway.records.SqlSigningKeys;
import slipway.records.SqlTransactions;
import slipway.sql.Database;
import slipway.sql.DatabaseSettings;
import slipway.tokens.JoseTokens;

/**
 * What deciding about one request of a viewer costs, with keys and switches in a real SQLite
 * database, as {@code Server} wires it.
 */
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PolicyBenchmark {

  /** A database with a key, and viewers of four videos. */
  @State(Scope.Benchmark)
  public static class House {
    private @Nullable Path folder;
    private @Nullable Database database;
    private MayWatch mayWatch;
    private Video open;
    private Video shown;
    private Video signed;
    private Video gated;
    private Viewer stranger;
    private Viewer onPage;
    private Viewer holder;
    private Viewer forger;
    private String token;
    private int forged;
    private Viewer member;

    /** Makes all of it. */
    @Setup
    public void build() throws IOException, JOSEException {
      Path made = Files.createTempDirectory("slipway-policy-");
      folder = made;
      Database opened =
          Database.open(DatabaseSettings.defaults("jdbc:sqlite:" + made.resolve("a.db")));
      database = opened;
      Clock clock = Clock.systemUTC();
      var transactions = new SqlTransactions(opened);
      var secrets = new SealedSecrets(List.of(new byte[SealedSecrets.KEY_BYTES]));
      var keys = new SqlSigningKeys(opened, secrets);
      var account =
          new Account(
              1, "a", new UUID(0, 1), new UUID(0, 2), "0".repeat(32), null, false, Instant.EPOCH);
      transactions.change(() -> new SqlAccounts(opened).add(account));
      mayWatch =
          new MayWatch(
              new RecentSigningKeys(keys, new SqlChanges(opened)),
              new JoseTokens(),
              (_, _, _, key) -> key.isEmpty() ? Gate.Answer.NO : Gate.Answer.YES,
              new RecentProtections(new SqlProtections(opened), new SqlChanges(opened)),
              clock);
      open = video(Policy.open());
      shown =
          video(policy(Policy.Kind.PUBLIC, List.of("https://*.example.com", "https://b.example")));
      signed = video(policy(Policy.Kind.TOKEN, List.of()));
      gated = video(policy(Policy.Kind.GATE, List.of()));
      stranger = viewer(null);
      onPage = viewer(null);
      KeepSigningKeys.Made key =
          new KeepSigningKeys(keys, transactions, clock)
              .make(
                  new KeepSigningKeys.Asked(
                      1, "k", "k", "livepeer", SigningKey.Algorithm.ES256, 10, "", false));
      keys.seen("k", clock.instant().plus(Duration.ofDays(1))); // nothing to be noted meanwhile
      token = token(key, signed.playbackId(), clock.instant().plus(Duration.ofDays(1)));
      holder = viewer(new Proof.Token(token));
      forger = viewer(new Proof.Token(token.substring(0, token.length() - 8) + "AAAAAAAA"));
      member = viewer(new Proof.AccessKey("member"));
    }

    /** Takes it away. */
    @TearDown
    public void close() throws IOException {
      if (database != null) {
        database.close();
      }
      if (folder != null) {
        try (Stream<Path> files = Files.walk(folder)) {
          for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }

    /** With five other characters in the signature, each time others. */
    private Viewer anotherForger() {
      int end = token.length() - 20;
      String letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
      var other = new StringBuilder(token);
      forged++;
      for (int i = 0; i < 5; i++) {
        other.setCharAt(end - i, letters.charAt((forged >>> (6 * i)) & 63));
      }
      return viewer(new Proof.Token(other.toString()));
    }

    private static Policy policy(Policy.Kind kind, List<String> origins) {
      return new Policy(kind, kind == Policy.Kind.GATE ? "g" : null, null, null, origins);
    }

    private static Video video(Policy policy) {
      return new Video(
          new UUID(1, 1),
          1,
          "abcdefgh12345678",
          1,
          "a",
          "livepeer",
          "k",
          new Source.Direct(),
          new Wishes(policy, null, null, false, false, null, null, null),
          new Phase.Ready(),
          null,
          null,
          List.of(new Milestone(Milestone.Step.TICKET, Instant.EPOCH)),
          Instant.EPOCH,
          Instant.EPOCH,
          null);
    }

    private static Viewer viewer(@Nullable Proof proof) {
      return new Viewer(
          proof == null ? List.of() : List.of(proof),
          "https://www.example.com",
          /* onOwnPage= */ false,
          InetAddress.getLoopbackAddress(),
          /* countryCode= */ null,
          "https://video.example/hls/abcdefgh12345678/0.m4s",
          Map.of("User-Agent", "x"));
    }

    private static String token(KeepSigningKeys.Made key, String playbackId, Instant until)
        throws JOSEException {
      String pem =
          "-----BEGIN PUBLIC KEY-----\n"
              + java.util.Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(key.pair().getPublic().getEncoded())
              + "\n-----END PUBLIC KEY-----\n";
      String pub =
          java.util.Base64.getEncoder()
              .encodeToString(pem.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
      var object =
          new JWSObject(
              new JWSHeader(JWSAlgorithm.ES256),
              new Payload(
                  "{\"action\":\"pull\",\"pub\":\"%s\",\"sub\":\"%s\",\"exp\":%d}"
                      .formatted(pub, playbackId, until.getEpochSecond())));
      object.sign(new ECDSASigner((ECPrivateKey) key.pair().getPrivate()));
      return object.serialize();
    }
  }

  /** A public video. */
  @Benchmark
  public Verdict open(House house) {
    return house.mayWatch.decide(house.open, house.stranger, Use.WATCH);
  }

  /** A public video that lists origins. */
  @Benchmark
  public Verdict origins(House house) {
    return house.mayWatch.decide(house.shown, house.onPage, Use.WATCH);
  }

  /** A token that has been seen before, as with every segment but the first. */
  @Benchmark
  public Verdict token(House house) {
    return house.mayWatch.decide(house.signed, house.holder, Use.WATCH);
  }

  /** A token that nobody signed, seen before. */
  @Benchmark
  public Verdict forged(House house) {
    return house.mayWatch.decide(house.signed, house.forger, Use.WATCH);
  }

  /** A token that nobody signed and that was never seen before (REL-80). */
  @Benchmark
  public Verdict unseen(House house) {
    return house.mayWatch.decide(house.signed, house.anotherForger(), Use.WATCH);
  }

  /** A gate whose answer is known. */
  @Benchmark
  public Verdict gate(House house) {
    return house.mayWatch.decide(house.gated, house.member, Use.WATCH);
  }

  /** Nothing is shown. */
  @Benchmark
  public Verdict nothing(House house) {
    return house.mayWatch.decide(house.signed, house.stranger, Use.WATCH);
  }
}

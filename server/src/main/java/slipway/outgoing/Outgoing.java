package slipway.outgoing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpHost;

/**
 * The house's one client for addresses that strangers name. Each step of a call, the first and
 * every redirect, is parsed, resolved and checked anew, and its connection goes to a checked
 * address (section 1, rule 5 of the reliability contract). Nothing is remembered between calls: no
 * cookies, no credentials, no connections. Safe for any thread.
 */
public final class Outgoing implements AutoCloseable {
  private static final int MOST_REDIRECTS = 5;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  /** Those that keep method and body (RFC 9110 sections 15.4.8 and 15.4.9). */
  private static final Set<Integer> MOVES = Set.of(307, 308);

  private final Guard guard;
  private final Lines lines;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("outgoing-watch").factory());

  public Outgoing(OutgoingSettings settings, Resolver resolver) {
    this(settings, resolver, UnaryOperator.identity(), Lines::trustingAsTheJvmDoes);
  }

  /** For tests: with servers that are elsewhere and certificates that are their own. */
  Outgoing(
      OutgoingSettings settings,
      Resolver resolver,
      UnaryOperator<InetSocketAddress> wire,
      Supplier<SSLContext> tls) {
    this.guard = new Guard(settings, resolver);
    this.lines = new Lines(settings, wire, tls);
  }

  /**
   * Why a URL will never be fetched, in a sentence for whoever named it; empty when it may be.
   * Nobody is asked for it, not even for the host's addresses.
   */
  public Optional<String> whyNot(String url) {
    try {
      guard.checkName(Target.parse(url));
      return Optional.empty();
    } catch (OutgoingException.Refused refused) {
      return Optional.ofNullable(refused.getMessage());
    }
  }

  /**
   * Makes the call; a {@code GET} follows redirects, at most five, and so does what {@link
   * Call#moves}.
   *
   * @return the answer, whatever its status; to be closed
   * @throws OutgoingException.Refused when it leads to where we do not go
   * @throws OutgoingException.TooLarge when the answer says that it is larger than the limit
   * @throws OutgoingException when there is no answer of use
   */
  public Answer send(Call call) throws OutgoingException {
    Watch watch = new Watch(clock, call.limits().total());
    boolean answered = false;
    try {
      Answer answer = follow(call, watch);
      answered = true;
      return answer;
    } finally {
      if (!answered) {
        watch.stop();
      }
    }
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private Answer follow(Call first, Watch watch) throws OutgoingException {
    Call call = first;
    Target target = Target.parse(call.url());
    for (int redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      Answer answer = step(target, call, watch);
      Optional<String> location = redirection(answer);
      boolean moves = call.moves() && MOVES.contains(answer.status());
      if (location.isEmpty() || (call.body() != null && !moves)) {
        return checked(answer, call.limits());
      }
      answer.hangUp();
      Target next = target.redirected(location.get());
      call = moves || next.hasOriginOf(target) ? call : call.anonymous();
      target = next;
    }
    throw new OutgoingException.Refused(
        "There are more than " + MOST_REDIRECTS + " redirects one after the other.");
  }

  private Answer step(Target target, Call call, Watch watch) throws OutgoingException {
    List<InetAddress> addresses = guard.addresses(target);
    if (watch.isOver()) {
      throw Failures.outOfTime(null);
    }
    CloseableHttpClient line = lines.to(addresses);
    HttpUriRequestBase request = lines.request(target, call);
    call.headers().forEach(request::setHeader);
    boolean answered = false;
    try {
      watch.ending(() -> Lines.close(line));
      ClassicHttpResponse response =
          line.executeOpen(
              new HttpHost(target.scheme(), target.host(), target.port()), request, null);
      Answer answer = new Answer(target.toString(), response, line, watch, call.limits().bytes());
      answered = true;
      return answer;
    } catch (IOException e) {
      throw Failures.told(e, watch.isOver());
    } catch (IllegalStateException e) {
      // The library's word for a line that was closed before it was used.
      if (watch.isOver()) {
        throw Failures.outOfTime(e);
      }
      throw e;
    } finally {
      if (!answered) {
        Lines.close(line);
      }
    }
  }

  private static Optional<String> redirection(Answer answer) {
    return REDIRECTS.contains(answer.status()) ? answer.header("Location") : Optional.empty();
  }

  /** We ask for the plain bytes; what comes packed all the same may unpack to anything. */
  private static Answer checked(Answer answer, Limits limits) throws OutgoingException {
    String encoding = answer.header("Content-Encoding").orElse("identity");
    if (!encoding.strip().toLowerCase(Locale.ROOT).equals("identity")) {
      answer.close();
      throw new OutgoingException.BadAnswer(
          "The other side packed its answer, which was not asked for.", null);
    }
    if (answer.status() < 300 && answer.length().orElse(0) > limits.bytes()) {
      answer.close();
      throw new OutgoingException.TooLarge(limits.bytes());
    }
    return answer;
  }
}

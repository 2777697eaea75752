package slipway.ingest;

import java.util.Locale;
import java.util.Optional;
import slipway.core.account.Authenticate;
import slipway.core.account.Caller;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.core.upload.Creator;
import slipway.core.upload.TakeBytes;
import slipway.http.Request;

/**
 * Who may bring files to our own addresses: the holder of a ticket ({@code ?ticket=}) or of an API
 * key ({@code Authorization: Bearer}). A ticket goes before a key, as it says more.
 */
public final class KeyOrTicket {
  private static final String BEARER = "bearer ";

  private final TakeBytes take;
  private final Authenticate authenticate;

  public KeyOrTicket(TakeBytes take, Authenticate authenticate) {
    this.take = take;
    this.authenticate = authenticate;
  }

  /**
   * Who asks.
   *
   * @throws ProblemException {@link Problem.NotAuthenticated}, {@link Problem.UnknownKey}, {@link
   *     Problem.NotAllowed}, {@link Problem.BadTicket}, {@link Problem.AlreadyUploaded}, {@link
   *     Problem.NotFound}
   */
  public Creator admit(Request request) {
    Optional<String> ticket = request.query().first("ticket");
    return ticket.isPresent()
        ? new Creator.Ticket(take.find().byFreshTicket(ticket.get()))
        : new Creator.Key(caller(request));
  }

  /**
   * Who asks with a ticket that is used up, perhaps because the answer got lost; for looking
   * whether the request was made before, and for nothing else.
   */
  public Optional<Creator> before(Request request) {
    return request
        .query()
        .first("ticket")
        .flatMap(take.find()::finishedOn)
        .map(Creator.Ticket::new);
  }

  private Caller caller(Request request) {
    String field = request.headers().first("Authorization").orElse("").strip();
    if (!field.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
      throw new ProblemException(new Problem.NotAuthenticated());
    }
    Caller caller = authenticate.byKey(field.substring(BEARER.length()).strip());
    String origin = request.headers().first("Origin").orElse("");
    boolean foreign = !origin.isEmpty() && !request.origin().url("").equals(origin);
    if (foreign && !caller.key().access().allowsOrigin(origin)) {
      // A key that pages of that origin were not given for (LP-26); a ticket is what they need.
      throw new ProblemException(new Problem.NotAllowed("the key may not be used by that origin"));
    }
    return caller;
  }
}

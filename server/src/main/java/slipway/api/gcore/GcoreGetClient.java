package slipway.api.gcore;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;
import slipway.core.account.Account;
import slipway.core.account.Caller;
import slipway.http.Request;
import slipway.http.Response;

/** {@code GET /iam/clients/me}: how callers learn their {@code client_id} (GC-172). */
final class GcoreGetClient implements GcoreRoutes.Operation {

  @JsonInclude(JsonInclude.Include.ALWAYS)
  record Client(
      long id,
      String email,
      String name,
      String status,
      String companyName,
      String created,
      String updated,
      List<String> users,
      @Nullable Long currentUser,
      List<String> capabilities,
      boolean deleted,
      @JsonProperty("is_test") boolean isTest) {}

  @Override
  public Response answer(Request request, Caller caller) {
    Account account = caller.account();
    String created = GcoreVideos.time(account.createdAt());
    return GcoreAnswers.json(
        200,
        new Client(
            account.number(),
            /* email= */ "",
            account.name(),
            /* status= */ "active",
            account.name(),
            created,
            created,
            /* users= */ List.of(),
            /* currentUser= */ null,
            /* capabilities= */ List.of("STREAMING"),
            /* deleted= */ false,
            /* isTest= */ false));
  }
}

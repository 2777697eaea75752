package slipway.dashboard;

import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import slipway.core.account.ChangeQuota;
import slipway.core.problem.Problem;
import slipway.core.problem.ProblemException;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;
import slipway.json.JsonValue;

/**
 * {@code PATCH /admin/accounts/{id} {"quotaBytes"}}: how much the account may store; {@code null}
 * for what the settings say.
 */
record ChangeAccount(ChangeQuota quota) implements Handler {
  private static final String QUOTA = "quotaBytes";
  private static final BigDecimal MOST = BigDecimal.valueOf(Long.MAX_VALUE);

  @Override
  public Response handle(Request request) throws IOException {
    JsonValue body = Bodies.read(request, JsonValue.class);
    if (!(body instanceof JsonValue.JsonObject object && object.members().size() == 1)) {
      throw wrong();
    }
    JsonValue value = object.member(QUOTA).orElseThrow(ChangeAccount::wrong);
    return AdminKey.json(
        200, AdminShapes.AccountShape.of(quota.change(AddKey.account(request), bytes(value))));
  }

  private static @Nullable Long bytes(JsonValue value) {
    return switch (value) {
      case JsonValue.JsonNull _ -> null;
      case JsonValue.JsonNumber number -> whole(number);
      case JsonValue.JsonObject _, JsonValue.JsonArray _ -> throw wrong();
      case JsonValue.JsonString _, JsonValue.JsonBool _ -> throw wrong();
    };
  }

  private static Long whole(JsonValue.JsonNumber number) {
    // Compared first: the exponent may be huge.
    if (number.value().signum() < 0 || number.value().compareTo(MOST) > 0 || !number.isWhole()) {
      throw wrong();
    }
    return number.value().longValue();
  }

  private static ProblemException wrong() {
    return new ProblemException(
        new Problem.BadField(QUOTA, "must be a whole number of bytes, or null; nothing else"));
  }
}

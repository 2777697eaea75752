package slipway.dashboard;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import slipway.core.access.ChangeProtection;
import slipway.core.access.Protection;
import slipway.http.Handler;
import slipway.http.Request;
import slipway.http.Response;

/**
 * {@code GET} and {@code PATCH /admin/accounts/{id}/protection}: whether viewers need signed
 * addresses, and whether HLS is encrypted (GC-165, GC-166).
 */
record ProtectionOfAccount(ChangeProtection change) implements Handler {

  record Body(
      @Nullable Boolean signedOnly,
      @Nullable String secret,
      @Nullable Boolean boundToAddress,
      @Nullable Boolean encrypted,
      @Nullable String keyServer) {}

  /** The secret is shown: whoever may change it needs it to sign. The seed never leaves. */
  record Shape(
      boolean signedOnly,
      @Nullable String secret,
      boolean boundToAddress,
      boolean encrypted,
      @Nullable String keyServer) {
    static Shape of(Protection protection) {
      return new Shape(
          protection.signedOnly(),
          protection.secret(),
          protection.boundToAddress(),
          protection.encrypted(),
          protection.keyServer());
    }
  }

  @Override
  public Response handle(Request request) throws IOException {
    long account = AddKey.account(request);
    if (!request.method().equals("PATCH")) {
      return AdminKey.json(200, Shape.of(change.of(account)));
    }
    Body body = Bodies.read(request, Body.class);
    ChangeProtection.Asked asked =
        new ChangeProtection.Asked(
            body.signedOnly(),
            body.secret(),
            body.boundToAddress(),
            body.encrypted(),
            body.keyServer());
    return AdminKey.json(200, Shape.of(change.change(account, asked)));
  }
}

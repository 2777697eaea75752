package planted.webhook;

import org.apache.hc.client5.http.impl.classic.HttpClients;

final class CallsTheOutside {
  Class<?> client = HttpClients.class;
}

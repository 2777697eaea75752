package slipway.app;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import slipway.geoip.CountryDatabase;
import slipway.http.AddressRange;
import slipway.http.Request;
import slipway.playback.Countries;

/**
 * Countries as a proxy in front tells them, where we trust it, or else out of a database. Both know
 * the client behind trusted proxies only (CF-112).
 *
 * @param header in which trusted peers tell the country
 */
record CountriesOfViewers(
    List<AddressRange> trusted, Optional<String> header, Optional<CountryDatabase> database)
    implements Countries {
  private static final Pattern CODE = Pattern.compile("[A-Za-z]{2}");

  @Override
  public Optional<String> of(Request request) {
    return told(request).or(() -> database.flatMap(one -> one.of(request.client())));
  }

  private Optional<String> told(Request request) {
    InetAddress peer = request.peer().getAddress();
    return header
        .filter(_ -> trusted.stream().anyMatch(range -> range.contains(peer)))
        .flatMap(request.headers()::first)
        .filter(code -> CODE.matcher(code).matches())
        .map(code -> code.toUpperCase(Locale.ROOT));
  }
}

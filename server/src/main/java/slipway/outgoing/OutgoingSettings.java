package slipway.outgoing;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import slipway.config.Format;
import slipway.config.Setting;
import slipway.config.Settings;
import slipway.config.SettingsSection;

/**
 * Where requests of the house may go. Only the operator sets this, never a caller of an API
 * (REL-66).
 *
 * @param allowPrivateTargets whether addresses that are not of the open internet may be reached,
 *     for development
 * @param allowedHosts hosts of the operator's own, such as an object store, that may be reached
 *     whatever their address: in lower case, with the port unless it is the scheme's own
 * @param connectTimeout until a connection stands
 * @param idleTimeout between two bytes
 */
public record OutgoingSettings(
    boolean allowPrivateTargets,
    List<String> allowedHosts,
    Duration connectTimeout,
    Duration idleTimeout) {

  static final Setting<Boolean> ALLOW_PRIVATE_TARGETS =
      Setting.yesOrNo(
          "allow.private-targets",
          false,
          "Lets imports reach loopback and private addresses; for development only.");

  static final Setting<List<String>> ALLOW_HOSTS =
      Setting.of(
          "allow.hosts",
          Format.listOf(Format.text()),
          List.of(),
          "Hosts of your own that imports may reach at a private address, each written"
              + " exactly as in the URL, with its port.");

  static final Setting<Duration> CONNECT_TIMEOUT =
      Setting.duration(
          "outgoing.connect-timeout",
          Duration.ofMillis(100),
          Duration.ofMinutes(5),
          Duration.ofSeconds(10),
          "How long the other side may take to accept a connection.");

  static final Setting<Duration> IDLE_TIMEOUT =
      Setting.duration(
          "outgoing.idle-timeout",
          Duration.ofMillis(100),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          "How long the other side may stay silent in the middle of an answer.");

  public static final SettingsSection SECTION =
      SettingsSection.of(
          "Requests to the outside",
          ALLOW_PRIVATE_TARGETS,
          ALLOW_HOSTS,
          CONNECT_TIMEOUT,
          IDLE_TIMEOUT);

  public OutgoingSettings {
    allowedHosts = List.copyOf(allowedHosts);
  }

  /** Takes the values from settings loaded with {@link #SECTION}. */
  public static OutgoingSettings load(Settings settings) {
    return new OutgoingSettings(
        settings.get(ALLOW_PRIVATE_TARGETS),
        settings.get(ALLOW_HOSTS),
        settings.get(CONNECT_TIMEOUT),
        settings.get(IDLE_TIMEOUT));
  }

  /** The same with more hosts of the operator's own. */
  public OutgoingSettings withHosts(List<String> more) {
    return new OutgoingSettings(
        allowPrivateTargets,
        Stream.concat(allowedHosts.stream(), more.stream()).toList(),
        connectTimeout,
        idleTimeout);
  }

  /** What the operator should be reminded of, in sentences; empty by default. */
  public List<String> warnings() {
    return allowPrivateTargets
        ? List.of(
            "Imports and webhooks may reach private addresses (allow.private-targets); never run so"
                + " in public.")
        : List.of();
  }
}

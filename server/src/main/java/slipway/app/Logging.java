package slipway.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.net.URL;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/** Sets up how log lines are written. */
final class Logging {
  private Logging() {}

  static void use(HouseOptions.LogFormat format) {
    String resource =
        switch (format) {
          case TEXT -> "/logback.xml";
          case JSON -> "/logback-json.xml";
        };
    URL configuration = Objects.requireNonNull(Logging.class.getResource(resource));
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(context);
    try {
      configurator.doConfigure(configuration);
    } catch (JoranException e) {
      throw new IllegalStateException("our own " + resource + " cannot be read", e);
    }
  }
}

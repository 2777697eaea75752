package slipway.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Runs a whole test class once on SQLite and once on PostgreSQL. The class takes a {@link
 * TestDatabase} in its constructor:
 *
 * <pre>{@code
 * @OnEveryDatabase
 * class SqlVideosTest {
 *   private final Database database;
 *
 *   SqlVideosTest(TestDatabase databases) {
 *     database = databases.shared(); // one for the class, or databases.fresh() for each test
 *   }
 * }
 * }</pre>
 *
 * Where no PostgreSQL can be started its half is skipped, with the reason in the report.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@ArgumentsSource(TestDatabase.Each.class)
public @interface OnEveryDatabase {}

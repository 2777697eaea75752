package slipway.sql;

import java.lang.reflect.Type;
import java.sql.Types;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.argument.Argument;
import org.jdbi.v3.core.argument.ArgumentFactory;
import org.jdbi.v3.core.argument.NullArgument;
import org.jdbi.v3.core.config.ConfigRegistry;
import org.jdbi.v3.core.mapper.ColumnMapper;
import org.jdbi.v3.core.spi.JdbiPlugin;
import org.jspecify.annotations.Nullable;

/** Teaches Jdbi the column conventions of this package, so that no query has to convert. */
final class Conventions implements JdbiPlugin, ArgumentFactory.Preparable {

  @Override
  public void customizeJdbi(Jdbi jdbi) {
    jdbi.registerArgument(this);
    ColumnMapper<Instant> time =
        (row, column, context) -> {
          long millis = row.getLong(column);
          return row.wasNull() ? null : Instant.ofEpochMilli(millis);
        };
    jdbi.registerColumnMapper(Instant.class, time);
    ColumnMapper<UUID> id =
        (row, column, context) -> {
          String text = row.getString(column);
          return text == null ? null : UUID.fromString(text);
        };
    jdbi.registerColumnMapper(UUID.class, id);
  }

  @Override
  public Optional<Function<Object, Argument>> prepare(Type type, ConfigRegistry config) {
    if (type == Instant.class) {
      return Optional.of(value -> time((Instant) value));
    }
    if (type == UUID.class) {
      return Optional.of(value -> id((UUID) value));
    }
    if (type == Boolean.class || type == boolean.class) {
      return Optional.of(value -> truth((Boolean) value));
    }
    return Optional.empty();
  }

  private static Argument time(@Nullable Instant time) {
    return time == null
        ? new NullArgument(Types.BIGINT)
        : (position, statement, context) -> statement.setLong(position, time.toEpochMilli());
  }

  private static Argument id(@Nullable UUID id) {
    return id == null
        ? new NullArgument(Types.VARCHAR)
        : (position, statement, context) -> statement.setString(position, id.toString());
  }

  private static Argument truth(@Nullable Boolean truth) {
    return truth == null
        ? new NullArgument(Types.SMALLINT)
        : (position, statement, context) -> statement.setShort(position, (short) (truth ? 1 : 0));
  }
}
